import { describe, expect, test } from 'vitest'
import { type Command, DEFAULT_KAFKA_PORT, DEFAULT_WEB_PORT, parseCommandLine } from '../../../core/host/command-line.ts'
import { defaultDataFolder } from '../../../core/host/data-folder.ts'

const parse = (...args: string[]): Command => parseCommandLine(args, '/home/ann')

describe('command line', () => {
  test('options left out have their defaults', () => {
    const common = { directory: defaultDataFolder(), settings: {}, kafkaPort: DEFAULT_KAFKA_PORT }
    expect(parse('broker')).toEqual({ name: 'broker', options: common })
    expect(parse('serve')).toEqual({ name: 'serve', options: { ...common, webPort: DEFAULT_WEB_PORT, open: true } })
  })

  test('every option of serve is taken', () => {
    const args = ['--web-port', '9081', '--kafka-port=0', '--data', '/data', '--no-open', '--set', 'num.partitions=4', '--set', 'log.retention.ms=5']
    expect(parse('serve', ...args)).toEqual({
      name: 'serve',
      options: {
        webPort: 9081,
        kafkaPort: 0,
        directory: '/data',
        open: false,
        settings: { 'num.partitions': '4', 'log.retention.ms': '5' },
      },
    })
  })

  test('a relative data folder is meant from where the user is', () => {
    expect(parse('broker', '--data', 'kafka')).toMatchObject({ options: { directory: '/home/ann/kafka' } })
  })

  test.each(['--kafka-port', '--web-port', '--no-open'])('broker has no %s', (option) => {
    expect(() => parse('broker', option)).toThrow(`Unknown option "${option}".`)
  })

  test.each(['-1', 'x', '65536', '1.5', '0x10'])('%j is no port', (text) => {
    expect(() => parse('broker', `--port=${text}`)).toThrow(`Option "--port" cannot be "${text}": a port is a number from 0 to 65535.`)
  })
})
