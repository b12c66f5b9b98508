// Kafka's numbers for kinds of resources that have configs.

export const ConfigResourceType = { TOPIC: 2, BROKER: 4, BROKER_LOGGER: 8, CLIENT_METRICS: 16, GROUP: 32 } as const

export type ConfigResourceType = (typeof ConfigResourceType)[keyof typeof ConfigResourceType]
