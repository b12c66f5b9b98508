// The command `headwater`: runs what the command line asks for and answers with an exit code.
import { ConfigError } from '../metadata/config-definition.ts'
import { appVersion } from './app-root.ts'
import { type Command, parseCommandLine, USAGE } from './command-line.ts'
import { StartupError } from './startup-error.ts'

/** 0 = done or stopped cleanly, 1 = a bug or an unclean stop, 2 = it could not start and stderr says why. */
export async function runCli(args: readonly string[]): Promise<number> {
  try {
    // npm moves to the package's folder and says where the user was.
    return await run(parseCommandLine(args, process.env['INIT_CWD'] ?? process.cwd()))
  } catch (error) {
    if (error instanceof StartupError || error instanceof ConfigError) return fail(2, error.message)
    return fail(1, `Headwater failed unexpectedly. ${error instanceof Error ? error.stack : String(error)}`)
  }
}

/** Each command loads its own code: the broker alone starts without the workbench's. */
async function run(command: Command): Promise<number> {
  switch (command.name) {
    case 'help':
      return print(USAGE)
    case 'version':
      return print(`headwater ${appVersion()}\n`)
    case 'broker':
      return (await import('./broker-command.ts')).runBroker(command.options)
    case 'serve':
      return (await import('./serve-command.ts')).runServe(command.options)
    case 'certificate':
      return (await import('./certificate-command.ts')).runCertificate(command.options, (text) => process.stdout.write(text))
  }
}

async function print(text: string): Promise<number> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve(0)))
}

async function fail(code: number, message: string): Promise<number> {
  return new Promise((resolve) => process.stderr.write(`headwater: ${message}\n`, () => resolve(code)))
}
