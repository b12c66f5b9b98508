import { expect, test } from 'vitest'
import { LeveledLogger, LOG_LEVELS } from '../../../core/base/leveled-logger.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'

test.each([
  ['TRACE', ['info', 'warn', 'error']],
  ['DEBUG', ['info', 'warn', 'error']],
  ['INFO', ['info', 'warn', 'error']],
  ['WARN', ['warn', 'error']],
  ['ERROR', ['error']],
  ['FATAL', []],
] as const)('at %s it lets through %j', (level, heard) => {
  const inner = collectingLogger()
  const logger = new LeveledLogger(inner)
  expect(logger.level).toBe('INFO')
  logger.level = level
  logger.info('one')
  logger.warn('two')
  logger.error('three', new Error('cause'))
  expect(inner.lines.map((line) => line.split(' ')[0])).toEqual(heard)
})

test('the levels are Kafka\'s', () => {
  expect(LOG_LEVELS).toEqual(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'])
})
