// `npm run dev`: the workbench in the browser with hot reload, on a core of its own in .headwater/ unless --data says otherwise.
import { join } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { createServer, type ProxyOptions } from 'vite'
import { startCore } from '../core/host/core-process.ts'
import { serveWorkbench, type WebHost } from '../core/host/web-host.ts'
import { parseStartFlags } from './flags.ts'

const root = join(import.meta.dirname, '..')
const DEFAULT_DEV_PORT = 5173

/** The core's gate stays as it is: Vite's server passes it with the token, and lets in only pages that it served itself. */
function throughTheGate(host: WebHost, ownPort: number): ProxyOptions {
  const target = `http://127.0.0.1:${host.port}`
  const token = new URL(host.url).searchParams.get('token')!
  const own = [`http://127.0.0.1:${ownPort}`, `http://localhost:${ownPort}`]
  return {
    target,
    ws: true,
    changeOrigin: true,
    headers: { cookie: `headwater_${host.port}=${token}`, origin: target },
    configure: (proxy) => {
      proxy.on('proxyReqWs', (_proxied, request, socket) => {
        if (!own.includes(request.headers.origin ?? '')) socket.destroy()
      })
    },
  }
}

const { dataDirectory = join(root, '.headwater'), kafkaPort, webPort = DEFAULT_DEV_PORT } = parseStartFlags(
  process.argv.slice(2),
  process.env['INIT_CWD'] ?? process.cwd(),
)
const core = await startCore({ directory: dataDirectory, kafkaPort, configs: {}, host: 'node' })
const host = await serveWorkbench(core, { port: 0, assets: join(root, 'out/renderer') })
const vite = await createServer({
  configFile: false,
  root: join(root, 'renderer'),
  plugins: [react(), tailwindcss()],
  worker: { format: 'es' },
  logLevel: 'warn',
  server: { host: '127.0.0.1', port: webPort, strictPort: true, proxy: { '^/rpc$': throughTheGate(host, webPort) } },
})
await vite.listen()
console.log(`headwater: kafka ${core.kafka}\nheadwater: workbench http://127.0.0.1:${webPort}/`)

async function stop(): Promise<void> {
  await vite.close()
  await host.close()
  await core.stop()
  process.exit(0)
}
process.once('SIGINT', () => void stop())
process.once('SIGTERM', () => void stop())
