// What the demo flow consists of, in the words of the card that offers it.

export interface DemoPart {
  name: string
  what: string
}

export const DEMO_TOPICS: readonly DemoPart[] = [
  { name: 'demo.orders', what: '240 order events and a few odd ones' },
  { name: 'demo.payments', what: '151 payment events' },
  { name: 'demo.payments-retry-0', what: '40 that failed once, tried again after a minute' },
  { name: 'demo.payments-retry-1', what: '26 that failed twice, tried again after ten' },
  { name: 'demo.payments-dlt', what: '38 dead letters with Spring’s headers' },
  { name: 'demo.warehouse-dlq', what: '10 dead letters of a sink of Kafka Connect' },
]

export const DEMO_GROUPS: readonly DemoPart[] = [
  { name: 'demo.payments-service', what: 'lags behind' },
  { name: 'demo.billing', what: 'has read everything' },
  { name: 'demo.fraud-check', what: 'is stuck at one record' },
]

export const DEMO_RECORDS = 505
