// Every scenario, family by family.
import type { Scenario } from './scenario.ts'
import { apiVersions } from './scenarios/api-versions.ts'
import { metadata } from './scenarios/metadata.ts'
import { producing } from './scenarios/produce.ts'
import { topics } from './scenarios/topics.ts'

export const SCENARIOS: readonly Scenario[] = [...apiVersions, ...metadata, ...topics, ...producing]
