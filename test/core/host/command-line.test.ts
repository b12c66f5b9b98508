import { describe, expect, test } from 'vitest'
import { type Command, parseCommandLine } from '../../../core/host/command-line.ts'
import { defaultDataFolder } from '../../../core/host/data-folder.ts'
import { DEFAULT_KAFKA_PORT } from '../../../core/host/default-ports.ts'

const parse = (...args: string[]): Command => parseCommandLine(args, '/home/ann')

describe('command line', () => {
  test('options left out have their defaults; those of serve are left to the settings', () => {
    const common = { directory: defaultDataFolder(), settings: {} }
    expect(parse('broker')).toEqual({ name: 'broker', options: { ...common, kafkaPort: DEFAULT_KAFKA_PORT } })
    expect(parse('serve')).toEqual({
      name: 'serve',
      options: { ...common, isUsualDirectory: true, kafkaPort: undefined, webPort: undefined, open: true },
    })
  })

  test('every option of serve is taken', () => {
    const args = ['--web-port', '9081', '--kafka-port=0', '--data', '/data', '--no-open', '--set', 'num.partitions=4', '--set', 'log.retention.ms=5']
    expect(parse('serve', ...args)).toEqual({
      name: 'serve',
      options: {
        webPort: 9081,
        kafkaPort: 0,
        directory: '/data',
        isUsualDirectory: false,
        open: false,
        settings: { 'num.partitions': '4', 'log.retention.ms': '5' },
      },
    })
  })

  test('a relative data folder is meant from where the user is', () => {
    expect(parse('broker', '--data', 'kafka')).toMatchObject({ options: { directory: '/home/ann/kafka' } })
  })

  test('a Kafka release to play becomes a setting of the broker', () => {
    expect(parse('broker', '--as-version', '3.9', '--set', 'num.partitions=4')).toMatchObject({ options: { settings: { 'num.partitions': '4', 'headwater.as.version': '3.9' } } })
    expect(parse('serve', '--as-version=2.x')).toMatchObject({ options: { settings: { 'headwater.as.version': '2.x' } } })
  })

  test('a release that there is not is refused', () => {
    expect(() => parse('broker', '--as-version', '0.11')).toThrow(
      'Option "--as-version" cannot be "0.11": it must be a Kafka release from 2.1 to 4.4, for example 3.9, or 3.x for the newest of the third.',
    )
  })

  test('who may come in by which port is taken with the settings that it stands for', () => {
    const { options } = parse('broker', '--tls', '--security', 'SASL_PLAINTEXT', '--user', 'alice:secret', '--acls', '--set', 'super.users=User:alice') as Extract<Command, { name: 'broker' }>
    expect(options.access).toEqual({ protocol: 'SASL_SSL', listeners: [], users: [{ name: 'alice', password: 'secret' }], usersFile: null })
    expect(options.settings).toEqual({ 'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer', 'super.users': 'User:alice' })
  })

  test('a certificate has a name, and is written where the user is', () => {
    expect(parse('certificate', '--name', 'alice', '--data', '/data')).toEqual({ name: 'certificate', options: { name: 'alice', directory: '/data', into: '/home/ann' } })
    expect(parse('certificate', '--name', 'alice', '--out', 'keys')).toMatchObject({ options: { directory: defaultDataFolder(), into: '/home/ann/keys' } })
    expect(() => parse('certificate')).toThrow('Option "--name" is needed.')
    expect(() => parse('certificate', '--name', '../alice')).toThrow('Option "--name" cannot be "../alice": it must be of letters, digits and any of ._@-.')
  })

  test.each(['--kafka-port', '--web-port', '--no-open'])('broker has no %s', (option) => {
    expect(() => parse('broker', option)).toThrow(`Unknown option "${option}".`)
  })

  test.each(['-1', 'x', '65536', '1.5', '0x10'])('%j is no port', (text) => {
    expect(() => parse('broker', `--port=${text}`)).toThrow(`Option "--port" cannot be "${text}": a port is a number from 0 to 65535.`)
  })
})
