// What goes wrong with the demo's payments: a gateway that was down for half an hour, cards that are declined, a new app that writes amounts as text, guests without a customer.
import type { Random } from '../base/random.ts'
import { deadLetterHeaders, type Failure, type Hop, type Origin, retryHeaders } from './demo-failures.ts'
import type { PlacedRecord, RecordHeader } from './demo-record.ts'
import { pick } from './demo-values.ts'

export interface Failed {
  readonly payment: PlacedRecord
  readonly atMs: number
  readonly headers: readonly RecordHeader[]
}

export interface FailedPayments {
  readonly retry0: readonly Failed[]
  readonly retry1: readonly Failed[]
  readonly deadLetters: readonly Failed[]
}

export interface Scene {
  readonly topic: string
  readonly paymentsGroup: string
  readonly fraudGroup: string
  readonly nowMs: number
  /** Has this group come so far? What it has not read cannot have failed. */
  readonly isRead: (group: string, payment: PlacedRecord) => boolean
}

const FIRST_RETRIES = 40
const SECOND_RETRIES = 26
const DEAD_BY_DECLINE = 4
const WITHOUT_PROFILE = 10

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
/** Old enough for all of its retries to have come and gone. */
const LADDER_MS = 20 * MINUTE_MS
const OUTAGE = { fromMs: 104 * MINUTE_MS, toMs: 70 * MINUTE_MS }

const ON_PAYMENT = 'public void com.example.payments.PaymentsListener.onPayment(com.example.payments.Payment)'
const CHECK = 'public void com.example.fraud.FraudListener.check(com.example.payments.Payment)'
const IN_GATEWAY = ['com.example.payments.gateway.CardGateway.authorise(CardGateway.java:118)', 'com.example.payments.PaymentsListener.onPayment(PaymentsListener.java:57)']
const IN_FRAUD = ['com.example.fraud.RiskProfiles.of(RiskProfiles.java:41)', 'com.example.fraud.FraudListener.check(FraudListener.java:29)']

const TIMED_OUT: Failure = { cause: { class: 'java.net.SocketTimeoutException', message: 'Read timed out', frames: IN_GATEWAY }, listener: ON_PAYMENT }
const UNAVAILABLE: Failure = {
  cause: {
    class: 'org.springframework.web.client.HttpServerErrorException$ServiceUnavailable',
    message: '503 Service Unavailable from POST https://gateway.example.com/v2/charges',
    frames: IN_GATEWAY,
  },
  listener: ON_PAYMENT,
}
const DECLINED: Failure = {
  cause: { class: 'com.example.payments.gateway.CardDeclinedException', message: 'Card declined: insufficient_funds', frames: ['com.example.payments.gateway.Charges.check(Charges.java:74)', ...IN_GATEWAY] },
  listener: ON_PAYMENT,
}

export function failuresOf(payments: readonly PlacedRecord[], scene: Scene, random: Random): FailedPayments {
  const { nowMs, paymentsGroup, fraudGroup, isRead } = scene
  const requests = payments.filter(isRequest)
  const read = requests.filter((payment) => isRead(paymentsGroup, payment))
  const captured = new Set(payments.filter(({ value }) => value?.includes('"state":"CAPTURED"')).map(({ key }) => String(key)))
  const isLost = ({ key }: PlacedRecord): boolean => !captured.has(String(key))
  const { dead, recovered } = climbsOf(read.filter((payment) => flawOf(payment) === null && payment.timestampMs < nowMs - LADDER_MS), isLost, scene, random)
  const climbs = [...dead, ...recovered]
  const checked = requests.filter((payment) => isRead(fraudGroup, payment))
  const letters = [
    ...dead.map(([, , third]) => third),
    ...read.filter((payment) => flawOf(payment) === 'amount').map((payment) => unread(payment, scene, random)),
    ...checked.filter((payment) => flawOf(payment) === 'customer').map((payment) => refused(payment, withoutCustomer, scene, random)),
    ...growing(checked.filter((payment) => flawOf(payment) === null)).map((payment) => refused(payment, withoutProfile(payment), scene, random)),
  ]
  return { retry0: climbs.map(([first]) => first), retry1: climbs.slice(0, SECOND_RETRIES).map(([, second]) => second), deadLetters: letters }
}

type Climb = readonly [Failed, Failed, Failed]

/** In the outage everything failed, and what was never captured is lost; a declined card was captured later, by other means. */
function climbsOf(payments: readonly PlacedRecord[], isLost: (payment: PlacedRecord) => boolean, scene: Scene, random: Random): { dead: Climb[]; recovered: Climb[] } {
  const isInOutage = ({ timestampMs }: PlacedRecord): boolean => timestampMs > scene.nowMs - OUTAGE.fromMs && timestampMs < scene.nowMs - OUTAGE.toMs
  const failed = shuffled(payments, random).toSorted((a, b) => Number(isInOutage(b)) - Number(isInOutage(a))).slice(0, FIRST_RETRIES)
  const lost = failed.filter((payment) => isInOutage(payment) && isLost(payment))
  const declined = failed.filter((payment) => !isInOutage(payment)).slice(0, DEAD_BY_DECLINE)
  const dead = [...lost.map((payment, index) => climb(payment, index % 3 === 1 ? UNAVAILABLE : TIMED_OUT, scene, random)), ...declined.map((payment) => climb(payment, DECLINED, scene, random))]
  const others = failed.filter((payment) => !lost.includes(payment) && !declined.includes(payment))
  return { dead, recovered: others.map((payment) => climb(payment, isInOutage(payment) ? pick(random, [TIMED_OUT, UNAVAILABLE]) : TIMED_OUT, scene, random)) }
}

/** One payment through a minute's and ten minutes' wait into the dead letters; each step keeps the headers of those before. */
function climb(payment: PlacedRecord, failure: Failure, scene: Scene, random: Random): Climb {
  const hops: Hop[] = []
  const step = (attempts: number, failedAtMs: number, delayMs: number): Failed => {
    hops.push({ attempts, failedAtMs, dueAtMs: failedAtMs + delayMs })
    return { payment, atMs: failedAtMs, headers: retryHeaders(originOf(payment, scene), scene.paymentsGroup, failure, hops) }
  }
  const first = step(2, payment.timestampMs + 400 + random.below(2_500), MINUTE_MS)
  const second = step(3, hops[0]!.dueAtMs + 350 + random.below(2_500), 10 * MINUTE_MS)
  return [first, second, step(4, hops[1]!.dueAtMs + 300 + random.below(2_500), 0)]
}

/** What Spring cannot read is not tried again: one attempt, straight into the dead letters. */
function unread(payment: PlacedRecord, scene: Scene, random: Random): Failed {
  const atMs = payment.timestampMs + 200 + random.below(900)
  const amount = /"value":("[^"]*")/.exec(String(payment.value))![1]!
  const cause = {
    class: 'com.fasterxml.jackson.databind.exc.InvalidFormatException',
    message: `Cannot deserialize value of type \`java.math.BigDecimal\` from String ${amount}: not a valid representation (through reference chain: com.example.payments.Payment["amount"]->com.example.payments.Money["value"])`,
    frames: ['com.fasterxml.jackson.databind.DeserializationContext.handleWeirdStringValue(DeserializationContext.java:1245)', 'com.fasterxml.jackson.databind.deser.std.NumberDeserializers$BigDecimalDeserializer.deserialize(NumberDeserializers.java:1118)'],
  }
  return { payment, atMs, headers: retryHeaders(originOf(payment, scene), scene.paymentsGroup, { cause, listener: null }, [{ attempts: 2, failedAtMs: atMs, dueAtMs: atMs }]) }
}

function refused(payment: PlacedRecord, failure: Failure, scene: Scene, random: Random): Failed {
  return { payment, atMs: payment.timestampMs + 300 + random.below(2_000), headers: deadLetterHeaders(originOf(payment, scene), scene.fraudGroup, failure) }
}

const withoutCustomer: Failure = {
  cause: { class: 'java.lang.NullPointerException', message: 'Cannot invoke "String.isBlank()" because the return value of "com.example.payments.Payment.customerId()" is null', frames: IN_FRAUD },
  listener: CHECK,
}

function withoutProfile({ value }: PlacedRecord): Failure {
  const customer = /"customerId":("[^"]*")/.exec(String(value))![1]!
  return { cause: { class: 'java.lang.IllegalStateException', message: `No risk profile for customer ${customer}`, frames: ['com.example.fraud.RiskProfiles.require(RiskProfiles.java:63)', ...IN_FRAUD] }, listener: CHECK }
}

/** More and more of them as time goes on. */
function growing(payments: readonly PlacedRecord[]): PlacedRecord[] {
  const ofPartition = payments.toSorted((a, b) => a.timestampMs - b.timestampMs)
  const last = ofPartition.length - 1
  return Array.from({ length: WITHOUT_PROFILE }, (_, i) => ofPartition[Math.round(last * Math.sqrt((i + 1) / WITHOUT_PROFILE))]!)
}

/** Of a payment that is asked for: what its producer did wrong. */
function flawOf({ value }: PlacedRecord): 'amount' | 'customer' | null {
  if (value?.includes('"amount":{"value":"')) return 'amount'
  return value?.includes('"customerId"') ? null : 'customer'
}

/** Half of a document is no request. */
function isRequest({ value }: PlacedRecord): boolean {
  return value !== null && value.at(-1) === CLOSING_BRACE && value.includes('"state":"REQUESTED"')
}

const CLOSING_BRACE = 0x7d

function originOf({ partition, offset, timestampMs }: PlacedRecord, { topic }: Scene): Origin {
  return { topic, partition, offset, timestampMs }
}

function shuffled<T>(values: readonly T[], random: Random): T[] {
  return values
    .map((value) => ({ value, order: random.below(1_000_000) }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ value }) => value)
}
