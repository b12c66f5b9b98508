import { describe, expect, test } from 'vitest'
import { USAGE } from '../../../core/host/command-line.ts'
import { headwater } from '../../support/headwater-process.ts'

describe('headwater', () => {
  test.each([
    [['broker', '--set', 'num.partition=4'], 'Unknown setting "num.partition". Did you mean "num.partitions"?'],
    [['broker', '--set', 'num.partitions'], 'Setting "num.partitions" has no value. Write it as name=value, for example num.partitions=4.'],
    [['broker', '--set', 'num.partitions=many'], 'Setting "num.partitions" cannot be "many": '],
    [['broker', '--prot', '1'], 'Unknown option "--prot". Did you mean "--port"? Run "headwater --help" to see what there is.'],
    [['broker', '--port', '70000'], 'Option "--port" cannot be "70000": a port is a number from 0 to 65535.'],
    [['broker', '--data'], 'Option "--data" needs a value. Run "headwater --help" to see what there is.'],
    [['serve', '--no-open=yes'], 'Option "--no-open" takes no value. Run "headwater --help" to see what there is.'],
    [['broker', 'extra'], 'Unexpected argument "extra". Run "headwater --help" to see what there is.'],
    [['brokr'], 'Unknown command "brokr". Did you mean "broker"? Run "headwater --help" to see what there is.'],
    [[], 'No command given. Run "headwater --help" to see what there is.'],
  ])('%j is refused with one sentence and code 2', async (args, sentence) => {
    const { code, stdout, stderr } = await headwater(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.startsWith(`headwater: ${sentence}`)).toBe(true)
    expect(stderr.trimEnd().split('\n').length).toBe(1)
  })

  test('--help shows every option, --version the version', async () => {
    expect(await headwater('--help')).toEqual({ code: 0, stdout: USAGE, stderr: '' })
    expect(await headwater('broker', '--help')).toEqual({ code: 0, stdout: USAGE, stderr: '' })
    expect(await headwater('--version')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^headwater \d+\.\d+\.\d+\n$/) as string })
  })
})
