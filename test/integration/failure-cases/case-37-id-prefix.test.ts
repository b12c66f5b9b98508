// Failure case 37: ids that access rules do not allow are found before a job begins.
import { expect, it } from 'vitest'
import type { Acl } from '../../../core/security/acls.ts'
import { planWarnings } from '../../../core/deadletters/replay/plan-warnings.ts'
import { targetFacts } from '../../../core/deadletters/replay/target-facts.ts'
import { planAgain } from '../../../core/deadletters/replay/create-plan.ts'
import { connectTo } from '../../support/cluster.ts'
import { ALICE, startSecuredBroker } from '../../support/secured-broker.ts'
import { planWorld } from '../../support/replay-plans.ts'

const AUTHORIZER = { 'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer' }

it('corporate ACLs allow only a prefix', async () => {
  const broker = await startSecuredBroker('SASL_PLAINTEXT', AUTHORIZER)
  const prefixed = (operation: Acl['operation'], resourceType: Acl['resourceType'], resourceName: string): Acl => ({ operation, resourceType, resourceName, patternType: 'PREFIXED', principal: `User:${ALICE.username}`, host: '*', permissionType: 'ALLOW' })
  await broker.context.topics.create({ name: 'orders', partitionCount: 1, configs: {} })
  await broker.context.acls.create([prefixed('ALL', 'TOPIC', 'orders'), prefixed('ALL', 'GROUP', 'app-x-'), prefixed('ALL', 'TRANSACTIONAL_ID', 'app-x-')])
  const target = connectTo(broker.address, { security: { tls: null, sasl: { mechanism: 'SCRAM-SHA-256', ...ALICE } } })
  const world = await planWorld({ target })
  await world.topic('dead', 1)
  await world.produce('dead', 0, [{ key: null, value: null, timestamp: 1_750_000_000_000 }])
  const plan = await world.plan({ keys: await world.keys('dead', 0, [0]) }, { target: { kind: 'topic', topic: 'orders' } })
  const warned = async (idPrefix: string): Promise<string[]> => {
    const changed = await planAgain(plan, { target: plan.target, options: { ...plan.options, idPrefix } }, world.making)
    const facts = await targetFacts(target, ['orders'])
    return (await planWarnings(changed, { target, facts, nowMs: Date.now(), signal: new AbortController().signal })).map(({ code }) => code)
  }
  expect(await warned('headwater.replay')).toEqual(['group-denied', 'transactional-id-denied'])
  expect(await warned('app-x-replay')).toEqual([])
})
