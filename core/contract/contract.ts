// The whole RPC surface between the renderer and the core, on one screen.
import { audit } from './audit.ts'
import { connections } from './connections.ts'
import { deadLetters } from './dead-letters.ts'
import { groups } from './groups.ts'
import { localBroker } from './local-broker.ts'
import { messages } from './messages.ts'
import { records } from './records.ts'
import { replay } from './replay.ts'
import { retries } from './retries.ts'
import { settingsProcedures } from './settings.ts'
import { streams } from './streams.ts'
import { system } from './system.ts'
import { topics } from './topics.ts'

export const contract = { connections, topics, messages, records, groups, deadLetters, replay, audit, retries, localBroker, settings: settingsProcedures, streams, system }
export type Contract = typeof contract
