// Every scenario, family by family.
import type { Scenario } from './scenario.ts'
import { apiVersions } from './scenarios/api-versions.ts'

export const SCENARIOS: readonly Scenario[] = [...apiVersions]
