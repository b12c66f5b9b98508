// Reads what a person types as bootstrap servers.

const DEFAULT_PORT = 9092

/** `a, b:9093` as `['a:9092', 'b:9093']`. An IPv6 address needs its brackets to carry a port. */
export function parseBootstrapServers(text: string): string[] {
  return text
    .split(/[\s,;]+/)
    .map((part) => part.replace(/^[a-z_]+:\/\//i, ''))
    .filter(Boolean)
    .map((part) => (/:\d+$/.test(part) && !isBareIpv6(part) ? part : `${isBareIpv6(part) ? `[${part}]` : part}:${DEFAULT_PORT}`))
}

const isBareIpv6 = (part: string): boolean => !part.startsWith('[') && part.split(':').length > 2
