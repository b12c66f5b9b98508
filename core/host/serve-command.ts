// `headwater serve`: the broker, and the workbench in the browser, until somebody asks it to stop.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { appRoot } from './app-root.ts'
import type { ServeOptions } from './command-line.ts'
import { type Core, startCore } from './core-process.ts'
import { DEFAULT_WEB_PORT } from './default-ports.ts'
import { accessLines } from './kafka-access.ts'
import { openBrowser } from './open-browser.ts'
import { StartupError } from './startup-error.ts'
import { explained } from './startup-failure.ts'
import { stopInTime, stopRequested } from './stop-signal.ts'
import { serveWorkbench, type WebHost } from './web-host.ts'

export async function runServe(options: ServeOptions): Promise<number> {
  const stop = stopRequested()
  return serveUntil(stop, options, builtWorkbench(appRoot()), (text) => process.stdout.write(text))
}

/** Runs until `stop` resolves; the exit code. `assets` is the folder of the built page. */
export async function serveUntil(stop: Promise<void>, options: ServeOptions, assets: string, print: (text: string) => void): Promise<number> {
  const { directory, isUsualDirectory, kafkaPort, settings, access } = options
  const core = await explained('--kafka-port', async () => startCore({ directory, isUsualDirectory, kafkaPort, configs: settings, ...(access && { access }), host: 'node' }))
  const web = await serveOrStop(core, options.webPort ?? core.services.settings.current.webPort ?? DEFAULT_WEB_PORT, assets)
  print(`headwater: kafka ${core.kafka}\n${accessLines(core.broker).join('')}headwater: workbench ${web.url}\n`)
  if (options.open) openBrowser(web.url)
  await stop
  return stopInTime(async () => {
    await web.close()
    await core.stop()
  })
}

async function serveOrStop(core: Core, port: number, assets: string): Promise<WebHost> {
  try {
    return await explained('--web-port', async () => serveWorkbench(core, { port, assets }))
  } catch (error) {
    await core.stop()
    throw error
  }
}

export function builtWorkbench(root: string): string {
  const assets = join(root, 'out', 'renderer')
  if (existsSync(join(assets, 'index.html'))) return assets
  throw new StartupError(`The workbench is not built: "${assets}" has no index.html. Run "npm run build" in "${root}" first.`)
}
