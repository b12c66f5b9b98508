// Which live conversions `group.consumer.migration.policy` allows.

export function allowsUpgrade(policy: string): boolean {
  return /^(bidirectional|upgrade)$/i.test(policy)
}

export function allowsDowngrade(policy: string): boolean {
  return /^(bidirectional|downgrade)$/i.test(policy)
}
