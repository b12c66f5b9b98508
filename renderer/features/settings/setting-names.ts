// What the settings are called, for the screen, its search and the palette.

export const SETTING_NAMES = [
  'Theme',
  'Time zone',
  'Records read at a time',
  'Rows kept by a live tail',
  'Arming lasts',
  'Kafka port',
  'Workbench port',
  'Data folder',
  'Kafka version',
  'Kafka security',
  'Access rules',
  'Durability',
  'Clusters',
  'Shortcuts',
  'Where settings are kept',
] as const

export type SettingName = (typeof SETTING_NAMES)[number]

/** Where the screen keeps what was searched for. */
export const SETTINGS_PLACE = 'settings'

/** What each is about beyond its name: found by these words, too. */
export const SETTING_WORDS: Record<SettingName, string> = {
  Theme: 'appearance light dark system colours',
  'Time zone': 'appearance clock utc times timestamps',
  'Records read at a time': 'reading messages page size',
  'Rows kept by a live tail': 'reading messages buffer live',
  'Arming lasts': 'safety read-only remote clusters writes minutes',
  'Kafka port': 'next start broker address 9092 listener',
  'Workbench port': 'next start browser web address 9080',
  'Data folder': 'next start broker storage disk path',
  'Kafka version': 'next start broker release older emulate play as-version api versions',
  'Kafka security': 'next start broker protocol tls ssl sasl scram plain users password certificate',
  'Access rules': 'next start broker acl acls authorizer authorization security rights',
  Durability: 'next start broker flush sync fsync linger power loss acknowledge commit',
  Clusters: 'connections edit forget remote bootstrap',
  Shortcuts: 'keys keyboard commands bindings',
  'Where settings are kept': 'file settings.json reset defaults',
}

export function isFound(name: SettingName, filter: string): boolean {
  const text = `${name} ${SETTING_WORDS[name]}`.toLowerCase()
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
