// What scenarios run against: brokers of one make, one for each set of settings.
import { FindCoordinator } from '../../../core/protocol/messages/find-coordinator.ts'
import { InitProducerId } from '../../../core/protocol/messages/init-producer-id.ts'
import { ScenarioRun, type Step } from './scenario-run.ts'
import type { Profile, Scenario } from './scenario.ts'
import { SETTINGS } from './settings.ts'

export interface Target {
  /** What was asked and answered; a scenario that breaks ends with a step that says so. */
  run(scenario: Scenario): Promise<Step[]>
  stop(): Promise<void>
}

export interface Started {
  readonly port: number
  stop(): Promise<void>
}

/** Brokers are started when a scenario first asks for their profile, and stopped together. */
export function target(hearsLate: boolean, start: (profile: Profile, settings: Readonly<Record<string, string>>) => Promise<Started>): Target {
  const brokers = new Map<Profile, Promise<Started>>()
  const brokerOf = (profile: Profile): Promise<Started> => {
    const known = brokers.get(profile)
    if (known !== undefined) return known
    const starting = start(profile, SETTINGS[profile]).then(async (broker) => {
      if (profile !== 'sasl') await warmUp(broker.port)
      return broker
    })
    brokers.set(profile, starting)
    return starting
  }
  return {
    async run(scenario) {
      const { port } = await brokerOf(scenario.profile)
      return runScenario(scenario, new ScenarioRun(scenario, port, hearsLate))
    },
    async stop() {
      await Promise.all([...brokers.values()].map(async (starting) => (await starting).stop()))
    },
  }
}

async function runScenario(scenario: Scenario, run: ScenarioRun): Promise<Step[]> {
  try {
    await run.play(scenario)
    return run.steps()
  } catch (error) {
    return [...run.steps(), ['the scenario ended early', error instanceof Error ? error.message.replaceAll(String(run.port), '<port>') : String(error)]]
  }
}

/** Both coordinators are there, and the first producer id, which is 0 in Kafka, is given away. */
async function warmUp(port: number): Promise<void> {
  const scenario: Scenario = { name: 'warm-up', family: '', profile: 'plain', run: warmUpScenario }
  await new ScenarioRun(scenario, port, true).play(scenario)
}

async function warmUpScenario(on: ScenarioRun): Promise<void> {
  const client = await on.connect()
  const quiet = { isUnrecorded: true }
  for (const keyType of [0, 1]) await client.until(FindCoordinator, 4, { keyType, coordinatorKeys: ['warm-up'] }, ({ coordinators }) => coordinators[0]!.errorCode === 0, quiet)
  for (const transactionalId of [null, 'warm-up']) {
    await client.until(InitProducerId, 4, { transactionalId, transactionTimeoutMs: 60_000 }, ({ errorCode }) => errorCode === 0, quiet)
  }
}
