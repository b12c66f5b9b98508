// How much of transactions a reader sees, in Kafka's numbers (KIP-98).

export const READ_UNCOMMITTED = 0
export const READ_COMMITTED = 1
