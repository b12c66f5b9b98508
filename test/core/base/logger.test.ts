// What an operator reads on stderr: time, level, message, and the stack of what went wrong.
import { expect, it, vi } from 'vitest'
import { stderrLogger } from '../../../core/base/logger.ts'

it('each message is one line with time and level; an error brings its stack', () => {
  const lines: string[] = []
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((line) => (lines.push(String(line)), true))
  const logger = stderrLogger(() => Date.UTC(2026, 10, 21, 9))
  logger.info('started')
  logger.warn('slow')
  logger.error('failed', new Error('disk'))
  logger.error('failed', 'no stack')
  logger.error('failed')
  write.mockRestore()
  expect(lines[0]).toBe('2026-11-21T09:00:00.000Z info started\n')
  expect(lines[1]).toBe('2026-11-21T09:00:00.000Z warn slow\n')
  expect(lines[2]).toMatch(/^2026-11-21T09:00:00\.000Z error failed: Error: disk\n\s+at /)
  expect(lines.slice(3)).toEqual(['2026-11-21T09:00:00.000Z error failed: no stack\n', '2026-11-21T09:00:00.000Z error failed\n'])
})
