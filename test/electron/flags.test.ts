// The flags of `npm start` and of the desktop application.
import { describe, expect, it } from 'vitest'
import { desktopArguments, parseDesktopFlags, parseStartFlags, serveArguments, UsageError } from '../../electron/flags.ts'

const none = { host: 'auto', openBrowser: true, webPort: undefined, kafkaPort: undefined, dataDirectory: undefined }
const USAGE = 'Flags: --browser --desktop --no-open --web-port N --kafka-port N --data DIR.'

describe('npm start', () => {
  it.each([
    [[], none],
    [['--browser', '--no-open'], { ...none, host: 'browser', openBrowser: false }],
    [['--desktop'], { ...none, host: 'desktop' }],
    [['--web-port', '9080', '--kafka-port=0'], { ...none, webPort: 9080, kafkaPort: 0 }],
    [['--data', '../d'], { ...none, dataDirectory: '/home/d' }],
    [['--data=/abs/d'], { ...none, dataDirectory: '/abs/d' }],
  ])('understands %j', (args, expected) => {
    expect(parseStartFlags(args, '/home/me')).toEqual(expected)
  })

  it.each([
    [['--brwser'], `Unknown flag "--brwser". ${USAGE}`],
    [['-b'], `Unknown flag "-b". ${USAGE}`],
    [['browser'], `Unexpected argument "browser". ${USAGE}`],
    [['--data'], `The flag --data needs a value. ${USAGE}`],
    [['--web-port='], `The flag --web-port needs a value. ${USAGE}`],
    [['--kafka-port', '70000'], 'The flag --kafka-port takes a port from 0 to 65535, not "70000".'],
    [['--kafka-port', '9o92'], 'The flag --kafka-port takes a port from 0 to 65535, not "9o92".'],
  ])('refuses %j in one sentence', (args, message) => {
    expect(() => parseStartFlags(args, '/home/me')).toThrow(new UsageError(message))
  })

  it('hands the flags on to the host that serves the browser', () => {
    const flags = parseStartFlags(['--no-open', '--web-port', '1', '--kafka-port', '2', '--data', '/d'], '/')
    expect(serveArguments(flags)).toEqual(['serve', '--web-port', '1', '--kafka-port', '2', '--data', '/d', '--no-open'])
    expect(serveArguments(parseStartFlags([], '/'))).toEqual(['serve'])
  })
})

describe('the desktop application', () => {
  it('gets the flags that concern it, among the switches of Chromium', () => {
    const args = desktopArguments(parseStartFlags(['--data', '/d', '--kafka-port', '19092', '--web-port', '1'], '/'))
    expect(args).toEqual(['--kafka-port=19092', '--data=/d'])
    expect(parseDesktopFlags(['electron', '--no-sandbox', '.', ...args, '--remote-debugging-port=0'])).toEqual({ kafkaPort: 19_092, dataDirectory: '/d' })
  })

  it('does without', () => {
    expect(parseDesktopFlags(['electron', '.', '--data-urls'])).toEqual({ kafkaPort: undefined, dataDirectory: undefined })
  })
})
