// What can be recorded: a framework, what it takes to run it, and the ways in which it fails.
import type { StartBroker, World } from './world.ts'

export interface Framework {
  readonly name: string
  readonly version: string
  /** null = can run here; else why not. */
  obstacle(): Promise<string | null>
  readonly failings: readonly FailingRun[]
  /** Where Headwater's lacks what it takes. */
  readonly startBroker?: StartBroker
}

export interface FailingRun {
  /** Of the fixture, without `.json`. */
  readonly file: string
  readonly what: string
  /** Makes topics and records, runs the framework until its dead letters are there, and stops it. */
  run(world: World): Promise<void>
}
