// A TLS endpoint in front of something that speaks in plain, as load balancers and meshes have it.
import { connect, type Socket } from 'node:net'
import { createServer, type TlsOptions } from 'node:tls'
import { onTestFinished } from 'vitest'
import type { TestCertificate } from './tls-certificates.ts'

export interface TlsProxyOptions {
  readonly shows: TestCertificate
  /** Demands a client certificate that this authority has signed. */
  readonly clientAuthority?: string
  readonly maxVersion?: TlsOptions['maxVersion']
}

export interface Address {
  readonly host: string
  readonly port: number
}

/** The port is asked for where a broker has to know it before it starts. */
export async function startTlsProxy(behind: Address, { shows, clientAuthority, maxVersion }: TlsProxyOptions, port = 0): Promise<Address> {
  const sockets = new Set<Socket>()
  const server = createServer(
    {
      cert: shows.certificate,
      key: shows.key,
      ...(clientAuthority !== undefined && { requestCert: true, rejectUnauthorized: true, ca: clientAuthority }),
      ...(maxVersion !== undefined && { maxVersion }),
    },
    (outside) => {
      const inside = connect(behind.port, behind.host)
      sockets.add(inside)
      outside.on('error', () => inside.destroy()).on('close', () => inside.destroy())
      inside.on('error', () => outside.destroy()).on('close', () => (outside.destroy(), sockets.delete(inside)))
      outside.pipe(inside).pipe(outside)
    },
  )
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket))))
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return { host: '127.0.0.1', port: (server.address() as { port: number }).port }
}
