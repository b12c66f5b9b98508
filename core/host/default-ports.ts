// The ports that are used where neither a flag nor the settings say otherwise.

export const DEFAULT_KAFKA_PORT = 9092
export const DEFAULT_WEB_PORT = 9080
