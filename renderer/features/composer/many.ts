// Sending one message many times: what may be typed, and what is said while and after.
import { formatCount } from '../../format/numbers.ts'
import type { Checked } from './part.ts'

export interface ManyChoice {
  count: string
  /** '' = as fast as it goes. */
  perSecond: string
  fillIn: boolean
}

export const FIRST_CHOICE: ManyChoice = { count: '100', perSecond: '', fillIn: true }

const MAX_COUNT = 1_000_000
const MAX_PER_SECOND = 100_000

export interface Many {
  count: number
  perSecond: number | null
  fillIn: boolean
}

export function manyOf({ count, perSecond, fillIn }: ManyChoice): Checked<Many> {
  const number = wholeNumber(count)
  if (number === null || number < 1 || number > MAX_COUNT) return { ok: false, error: `Send from 1 to ${formatCount(MAX_COUNT)} messages.` }
  if (perSecond.trim() === '') return { ok: true, value: { count: number, perSecond: null, fillIn } }
  const rate = wholeNumber(perSecond)
  if (rate === null || rate < 1 || rate > MAX_PER_SECOND) return { ok: false, error: `Send from 1 to ${formatCount(MAX_PER_SECOND)} per second, or leave it empty.` }
  return { ok: true, value: { count: number, perSecond: rate, fillIn } }
}

function wholeNumber(text: string): number | null {
  const digits = text.replace(/[\s_,.]/g, '')
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null
}

export interface ManyProgress {
  acknowledged: number
  failed: number
  failure: { message: string; remedy: string } | null
  /** `stopped`: by the one who started it. */
  state: 'sending' | 'done' | 'stopped'
}

export function manyWords({ acknowledged, failed, state }: ManyProgress, count: number): string {
  const of = `${formatCount(acknowledged)} of ${formatCount(count)}`
  if (state === 'sending') return `${of} sent`
  if (state === 'stopped') return `Stopped: ${of} sent; what was on its way may have been sent as well`
  if (acknowledged === count) return `${formatCount(count)} sent`
  return `${of} sent, ${formatCount(failed)} refused, the rest not sent`
}
