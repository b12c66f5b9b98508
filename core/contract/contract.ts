// The whole RPC surface between the renderer and the core, on one screen.
import { connections } from './connections.ts'
import { groups } from './groups.ts'
import { localBroker } from './local-broker.ts'
import { messages } from './messages.ts'
import { streams } from './streams.ts'
import { system } from './system.ts'
import { topics } from './topics.ts'

export const contract = { connections, topics, messages, groups, localBroker, streams, system }
export type Contract = typeof contract
