// Addresses as people write them: `host:port`, `host` (port 9092), `[ipv6]:port`.

const DEFAULT_PORT = 9092

export interface BrokerAddress {
  readonly host: string
  readonly port: number
}

export class AddressError extends Error {
  override readonly name = 'AddressError'
}

export function parseBrokerAddress(text: string): BrokerAddress {
  const trimmed = text.trim()
  const match = /^(?:\[(?<ipv6>[0-9a-fA-F:.]+(?:%\w+)?)\]|(?<host>[^\s:/[\]]+))(?::(?<port>\d{1,5}))?$/.exec(trimmed)
  if (!match) throw new AddressError(`"${text}" is not an address: write host:port, for instance localhost:9092.`)
  const port = match.groups!['port'] === undefined ? DEFAULT_PORT : Number(match.groups!['port'])
  if (port < 1 || port > 65535) throw new AddressError(`"${text}" names port ${port}; ports go from 1 to 65535.`)
  return { host: match.groups!['ipv6'] ?? match.groups!['host']!, port }
}

export function formatBrokerAddress({ host, port }: BrokerAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
