// What the demo's records hold: orders and payments of a shop, written as JSON whose numbers are exact.
import type { Random } from '../base/random.ts'

export interface Order {
  /** A 64-bit id beyond 2^53, as many services make them. */
  readonly orderId: bigint
  readonly orderNumber: string
  readonly customer: Customer
  readonly items: readonly Item[]
  readonly currency: string
}

interface Customer {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly country: string
  readonly city: string
}

interface Item {
  readonly sku: string
  readonly name: string
  readonly quantity: number
  readonly unitCents: number
}

const NAMES = ['Ada Lindqvist', 'Björn Aalto', 'Chiara Moretti', 'Deepa Raman', 'Eitan Levi', 'Fatou Diallo', 'Grzegorz Nowak', 'Hana Sato', 'Inés Ortega', 'Jürgen Weiß', 'Katarína Nováková', 'Liam O’Connor', 'Mei Zhang', 'Noor Haddad']
const PLACES = [['SE', 'Malmö'], ['FI', 'Tampere'], ['IT', 'Bologna'], ['DE', 'Köln'], ['PL', 'Gdańsk'], ['ES', 'Sevilla'], ['SK', 'Žilina'], ['IE', 'Cork'], ['FR', 'Nantes'], ['NL', 'Utrecht']] as const
const CATALOGUE = [['KB-75-ISO', 'Mechanical keyboard 75 %', 12_990], ['HDMI-2M', 'HDMI cable 2 m', 1_299], ['MON-27-4K', 'Monitor 27″ 4K', 38_900], ['DOCK-TB4', 'Thunderbolt dock', 24_950], ['MUG-042', 'Enamel mug “Offset 42”', 1_450], ['CHAIR-ERG', 'Desk chair', 41_500], ['SSD-2TB', 'NVMe SSD 2 TB', 14_999], ['LAMP-DSK', 'Desk lamp', 4_995]] as const
const CURRENCIES = ['EUR', 'EUR', 'EUR', 'SEK', 'PLN'] as const
const FIRST_ORDER_ID = 7_211_946_823_749_533_697n
const FIRST_ORDER_NUMBER = 48_211

export function pick<T>(random: Random, values: readonly T[]): T {
  return values[random.below(values.length)]!
}

export function orderOf(index: number, random: Random): Order {
  const name = pick(random, NAMES)
  const [country, city] = pick(random, PLACES)
  const mailbox = name.normalize('NFD').replace(/[^a-z ]/gi, '').toLowerCase().replaceAll(' ', '.')
  const items = Array.from({ length: 1 + random.below(4) }, (): Item => {
    const [sku, title, unitCents] = pick(random, CATALOGUE)
    return { sku, name: title, quantity: 1 + random.below(3), unitCents }
  })
  return {
    orderId: FIRST_ORDER_ID + BigInt(index) * 4_194_304n + BigInt(random.below(4_096)),
    orderNumber: `ORD-${FIRST_ORDER_NUMBER + index}`,
    customer: { id: `cus_${random.bytes(6).toString('hex')}`, name, email: `${mailbox}@example.com`, country, city },
    items,
    currency: pick(random, CURRENCIES),
  }
}

/** Some hundred lines: an order that nobody wants to see whole in a grid. */
export function largeOrderOf(order: Order, random: Random): Order {
  const items = Array.from({ length: 980 }, (_, line): Item => {
    const [sku, title, unitCents] = pick(random, CATALOGUE)
    return { sku: `${sku}-${String(line + 1).padStart(4, '0')}`, name: title, quantity: 1 + random.below(40), unitCents }
  })
  return { ...order, items }
}

export function orderJson(order: Order, status: string, atMs: number): string {
  const { customer, items, currency } = order
  const lines = items.map(
    ({ sku, name, quantity, unitCents }) => `{"sku":${text(sku)},"name":${text(name)},"quantity":${quantity},"unitPrice":${decimal(unitCents)},"lineTotal":${decimal(quantity * unitCents)}}`,
  )
  const address = `{"city":${text(customer.city)},"country":${text(customer.country)}}`
  const who = `{"id":${text(customer.id)},"name":${text(customer.name)},"email":${text(customer.email)},"address":${address}}`
  const total = `{"amount":${decimal(totalCentsOf(order))},"currency":${text(currency)}}`
  return `{"orderId":${order.orderId},"orderNumber":${text(order.orderNumber)},"status":${text(status)},"at":${text(new Date(atMs).toISOString())},"customer":${who},"items":[${lines.join(',')}],"total":${total},"giftNote":null}`
}

export function paymentJson(order: Order, attempt: string, method: string, atMs: number): string {
  const amount = `{"value":${decimal(totalCentsOf(order))},"currency":${text(order.currency)}}`
  return `{"paymentId":${text(`pay_${order.orderId.toString(36)}`)},"orderId":${order.orderId},"orderNumber":${text(order.orderNumber)},"state":${text(attempt)},"method":${text(method)},"amount":${amount},"fee":${decimal(Math.round(totalCentsOf(order) * 0.029) + 25)},"riskScore":0.${String(Number(order.orderId % 1_000n)).padStart(3, '0')},"requestedAt":${text(new Date(atMs).toISOString())},"customerId":${text(order.customer.id)}}`
}

function totalCentsOf({ items }: Order): number {
  return items.reduce((sum, { quantity, unitCents }) => sum + quantity * unitCents, 0)
}

/** Money keeps its zeros: 1290.50, not 1290.5. */
function decimal(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
}

function text(value: string): string {
  return JSON.stringify(value)
}
