// What a scenario is: a client's questions in order, under a name, against a broker with known settings.
import type { ScenarioRun } from './scenario-run.ts'

/** The settings that both brokers start with; see settings.ts. */
export type Profile = 'plain' | 'no-auto-create' | 'features' | 'authorizer' | 'sasl' | 'compaction'

export interface Scenario {
  readonly name: string
  readonly family: string
  readonly profile: Profile
  readonly run: (on: ScenarioRun) => Promise<void>
}

/** Scenarios of one API family; its fixture bears the same name. */
export function family(name: string, scenarios: Readonly<Record<string, Scenario['run']>>, profile: Profile = 'plain'): Scenario[] {
  return Object.entries(scenarios).map(([title, run]) => ({ name: title, family: name, profile, run }))
}
