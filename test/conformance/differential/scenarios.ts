// Every scenario, family by family.
import type { Scenario } from './scenario.ts'
import { admin, quotas } from './scenarios/admin.ts'
import { apiVersions } from './scenarios/api-versions.ts'
import { features } from './scenarios/features.ts'
import { fetching, fetchSessions } from './scenarios/fetch.ts'
import { classicGroups } from './scenarios/classic-groups.ts'
import { authorization } from './scenarios/authorization.ts'
import { compaction } from './scenarios/compaction.ts'
import { configValues } from './scenarios/config-values.ts'
import { configs } from './scenarios/configs.ts'
import { consumerGroups } from './scenarios/consumer-groups.ts'
import { idempotence } from './scenarios/idempotence.ts'
import { listOffsets } from './scenarios/list-offsets.ts'
import { metadata } from './scenarios/metadata.ts'
import { offsets } from './scenarios/offsets.ts'
import { producing } from './scenarios/produce.ts'
import { signIn } from './scenarios/sign-in.ts'
import { transactions } from './scenarios/transactions.ts'
import { topics } from './scenarios/topics.ts'

export const SCENARIOS: readonly Scenario[] = [
  ...apiVersions,
  ...metadata,
  ...topics,
  ...producing,
  ...fetching,
  ...fetchSessions,
  ...listOffsets,
  ...idempotence,
  ...classicGroups,
  ...consumerGroups,
  ...offsets,
  ...transactions,
  ...configs,
  ...configValues,
  ...admin,
  ...quotas,
  ...features,
  ...authorization,
  ...signIn,
  ...compaction,
]
