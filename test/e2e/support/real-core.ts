// The real core on a temp folder with the built page, the way both hosts run it, and a client beside it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kafka, logLevel } from 'kafkajs'
import { type Core, startCore } from '../../../core/host/core-process.ts'
import { serveWorkbench, type WebHost } from '../../../core/host/web-host.ts'
import { PAGE_FOLDER } from './serve-page.ts'

export interface Workbench {
  core: Core
  web: WebHost
  kafka: Kafka
}

export interface RunningWorkbench extends Workbench {
  /** On the same data and the same ports, as the next day. What this object holds is new then. */
  restart: () => Promise<void>
  stop: () => Promise<void>
}

export async function startWorkbench(host: 'electron' | 'node', kafkaPort = 0): Promise<RunningWorkbench> {
  const directory = await mkdtemp(join(tmpdir(), 'headwater-e2e-'))
  const open = async (wantedPort: number, port: number): Promise<Workbench> => {
    const core = await startCore({ directory, kafkaPort: wantedPort, configs: {}, host, logger: QUIET })
    const web = await serveWorkbench(core, { port, assets: PAGE_FOLDER })
    return { core, web, kafka: new Kafka({ clientId: 'e2e', brokers: [core.kafka], logLevel: logLevel.NOTHING }) }
  }
  const close = async (): Promise<void> => {
    await workbench.web.close()
    await workbench.core.stop()
  }
  const workbench: RunningWorkbench = {
    ...(await open(kafkaPort, 0)),
    async restart() {
      const { core, web } = workbench
      await close()
      Object.assign(workbench, await open(core.broker.address.port, web.port))
    },
    async stop() {
      await close()
      await rm(directory, { recursive: true, force: true })
    },
  }
  return workbench
}

const ignore = (): void => {}
const QUIET = { debug: ignore, info: ignore, warn: ignore, error: ignore }
