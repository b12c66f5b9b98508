import { expect, it } from 'vitest'
import { stripHeaders } from '../../../../core/deadletters/failure.ts'
import { dec, failureOf, u8 } from '../../../support/dead-letters.ts'

const set = [u8('reason_poisoned', 'no price for 4711'), u8('topic_poisoned', 'orders'), u8('handler_poisoned', 'PriceOrders'), u8('subscriber_poisoned', 'kafka.Subscriber')]

it('tells the reason, the topic and the handler; where in the topic it does not', () => {
  expect(failureOf('poison', set)).toMatchObject({ dialect: 'watermill', origin: { topic: 'orders' }, component: 'PriceOrders', error: { message: 'no price for 4711' }, attempts: 1, attemptsSource: 'hops' })
})

it('its requeuer counts', () => {
  expect(failureOf('poison', [...set, dec('_watermill_requeuer_retries', 3)])).toMatchObject({ attempts: 4, attemptsSource: 'header' })
  expect(failureOf('requeue', [dec('_watermill_requeuer_retries', 3)]).dialect).toBe('watermill')
})

it('a delay that is no time is told', () => {
  expect(failureOf('poison', [...set, u8('_watermill_delayed_until', 'soon')]).decodeIssues).toEqual(['The header "_watermill_delayed_until" is not a time.'])
  expect(failureOf('poison', [...set, u8('_watermill_delayed_until', '2026-09-21T14:13:20Z')]).decodeIssues).toEqual([])
})

it('owns what it writes', () => {
  expect(stripHeaders([...set, dec('_watermill_requeuer_retries', 3), u8('_watermill_message_uuid', 'u')], 'watermill')).toEqual([u8('_watermill_message_uuid', 'u')])
})
