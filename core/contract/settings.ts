// What the user has chosen, for every window of this Headwater.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './procedure.ts'

/** The Kafka releases that the local broker can play, oldest first. */
export const KAFKA_RELEASES = [
  '2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.7', '2.8', '3.0', '3.1', '3.2', '3.3', '3.4', '3.5', '3.6', '3.7', '3.8', '3.9', '4.0', '4.1', '4.2', '4.3', '4.4',
] as const

const port = z.number().int().min(0).max(65_535)

export const securityProtocol = z.enum(['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'])
export type SecurityProtocol = z.infer<typeof securityProtocol>

const choices = {
  theme: z.enum(['system', 'light', 'dark']),
  /** `local`, `UTC` or an IANA zone such as `Europe/Berlin`. */
  timeZone: z.string().min(1).max(100),
  /** Records read at a time when a topic is opened. */
  pageSize: z.union([z.literal(100), z.literal(200), z.literal(500), z.literal(1_000), z.literal(2_000)]),
  /** Records that a live tail keeps on screen. */
  tailRows: z.number().int().min(100).max(100_000),
  armMinutes: z.number().int().min(1).max(60),
  /** From the next start on, where no flag says otherwise; null = the usual one. */
  kafkaPort: port.nullable(),
  webPort: port.nullable(),
  /** How the local broker's port is used from the next start on, where no flag says otherwise. */
  kafkaProtocol: securityProtocol,
  /** Whether the local broker asks access rules (ACLs) from the next start on. */
  kafkaAcls: z.boolean(),
  /** Where the local broker keeps its data from the next start on; null = beside the settings. */
  dataFolder: z.string().min(1).max(4_000).nullable(),
  /** The release that the local broker plays from the next start on, where no flag says otherwise; null = everything that it has. */
  kafkaRelease: z.enum(KAFKA_RELEASES).nullable(),
  /** What an acknowledgement of the local broker waits for, from the next start on. */
  durability: z.enum(['flush', 'linger', 'no-meta-sync']),
  /** Keys by command id, in place of the command's own; an empty list takes them away. */
  shortcuts: z.record(z.string().max(100), z.array(z.string().min(1).max(40)).max(5)),
}

export const settings = z.object(choices)
export type Settings = z.infer<typeof settings>

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  timeZone: 'local',
  pageSize: 200,
  tailRows: 10_000,
  armMinutes: 10,
  kafkaPort: null,
  webPort: null,
  kafkaProtocol: 'PLAINTEXT',
  kafkaAcls: false,
  dataFolder: null,
  kafkaRelease: null,
  durability: 'flush',
  shortcuts: {},
}

export const settingsState = z.object({
  settings,
  /** The file they are kept in. */
  file: z.string(),
  /** A file that could not be read: why, and where it was put aside; null when all is well. */
  problem: z.object({ message: z.string(), keptAside: z.string() }).nullable(),
  /** What is in force now, whatever the settings say for the next start. `webPort` is null inside Electron. */
  running: z.object({ kafkaPort: port, kafkaProtocol: securityProtocol, kafkaAcls: z.boolean(), webPort: port.nullable(), dataFolder: z.string(), kafkaRelease: z.string().nullable(), durability: z.string() }),
})
export type SettingsState = z.infer<typeof settingsState>

export const settingsProcedures = {
  /** Now, and whenever a window changes them. */
  watch: procedure.output(eventIterator(settingsState)),
  /** Only the fields given are changed. */
  change: procedure.input(settings.partial()).output(settingsState),
  /** Everything back to its default. */
  reset: procedure.output(settingsState),
  /** The user has seen `problem`. */
  dismissProblem: procedure.output(settingsState),
}
