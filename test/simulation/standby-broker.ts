// The command `headwater` with its code loaded beforehand: it starts the moment it is told its arguments, so that a thousand restarts take minutes.
import { createInterface } from 'node:readline'
import { runCli } from '../../core/host/cli.ts'

await import('../../core/host/broker-command.ts')
const lines = createInterface({ input: process.stdin })
const first = await new Promise<string>((resolve) => lines.once('line', resolve))
lines.close()
process.exit(await runCli(JSON.parse(first) as string[]))
