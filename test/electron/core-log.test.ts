// The core's log file.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openCoreLog } from '../../electron/core-log.ts'
import { FakeTime } from '../support/fake-time.ts'

const newPath = (): string => join(mkdtempSync(join(tmpdir(), 'headwater-log-')), 'logs/core.log')
const time = new FakeTime(Date.UTC(2026, 10, 21, 9))

it('takes lines with time and level, and what a process prints', async () => {
  const path = newPath()
  const log = openCoreLog(path, time)
  log.warn('The core stopped.')
  log.stream.end('printed by the core\n')
  await finished(log.stream)
  log.error('It failed', new Error('disk gone'))
  const lines = readFileSync(path, 'utf8').split('\n')
  expect(lines.slice(0, 3)).toEqual(['2026-11-21T09:00:00.000Z warn The core stopped.', 'printed by the core', '2026-11-21T09:00:00.000Z error It failed: Error: disk gone'])
})

it('goes on in the same file, but keeps only one older file once it is big', async () => {
  const path = newPath()
  const first = openCoreLog(path, time)
  first.info('first run')
  await finished(first.stream.end())
  const second = openCoreLog(path, time)
  second.info('second run')
  await finished(second.stream.end())
  expect(readFileSync(path, 'utf8')).toBe('2026-11-21T09:00:00.000Z info first run\n2026-11-21T09:00:00.000Z info second run\n')

  writeFileSync(path, 'x'.repeat(4 * 1024 * 1024 + 1))
  const third = openCoreLog(path, time)
  third.info('third run')
  await finished(third.stream.end())
  expect(readFileSync(path, 'utf8')).toBe('2026-11-21T09:00:00.000Z info third run\n')
  expect(readFileSync(`${path}.1`, 'utf8')).toHaveLength(4 * 1024 * 1024 + 1)
})
