// What can be done with dead letters: replay them in four ways, mark, park, export, note, purge; each knows why it cannot be done now.
import { useState } from 'react'
import type { FailureKey, TriageState } from '../../../core/contract/dead-letters.ts'
import { type Command, useCommands } from '../../ui/commands.ts'
import type { MenuAction, MenuEntry } from '../../ui/menu.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Chosen, chosenGroups, chosenWords, countOf, selectionOf, whyNotOne } from './chosen.ts'
import { type DeadLetterChanges, useDeadLetterChanges } from './dead-letters.queries.ts'
import type { DeadLettersScreenProps } from './dead-letters-screen.tsx'
import { tell } from './tell.ts'
import { whyNotSendable } from './failure-words.ts'
import { NOTE_MARK } from './note-box.tsx'
import { type CaseExport, exportName, useCaseExport } from './use-case-export.ts'
import type { Centre } from './use-centre.ts'
import { useFixture } from './use-fixture.ts'
import { MOST_UNDONE, useMark } from './use-mark.ts'

export type AskedDialog =
  /** A new rule is begun about the topic; null shows those there are. */
  | { kind: 'rules'; topic: string | null }
  | { kind: 'park'; chosen: Chosen; topic: string }
  | { kind: 'purge'; topic: string; keys: FailureKey[] }
  /** More than can be taken back. */
  | { kind: 'mark'; chosen: Chosen; state: TriageState }
  | null

export interface Actions {
  chosen: Chosen | null
  dialog: AskedDialog
  open: (dialog: AskedDialog) => void
  replay: (chosen: Chosen) => void
  edit: (chosen: Chosen) => void
  mark: (chosen: Chosen, state: TriageState) => void
  /** Without a way back. */
  markForGood: (chosen: Chosen, state: TriageState) => void
  park: { mark: (chosen: Chosen) => void; copy: (chosen: Chosen, topic: string) => void }
  /** Makes one group of those selected; null where fewer than two are. */
  merge: (() => void) | null
  /** Everything that can be done with what is chosen, for a menu. */
  menu: readonly MenuEntry[]
  changes: DeadLetterChanges
  exporter: CaseExport
}

type Options = Pick<DeadLettersScreenProps, 'connection' | 'writable' | 'onArm' | 'onReplay'> & {
  centre: Centre
  chosen: Chosen | null
  mergeable: Chosen | null
  /** Something was marked: what is closed now may leave the list. */
  onMarked: (of: Chosen, state: TriageState) => void
  /** Of the group that is left. */
  onMerged: (fingerprint: string) => void
}

export function useActions(options: Options): Actions {
  const { connection, centre, chosen, onReplay } = options
  const [dialog, open] = useState<AskedDialog>(null)
  const changes = useDeadLetterChanges(connection.id, centre.changed)
  const exporter = useCaseExport(connection.id)
  const { topics, filter } = centre.asked
  const { markWithUndo, markForGood } = useMark({ connectionId: connection.id, topics, changes, onMarked: options.onMarked })
  const mark = (of: Chosen, state: TriageState): void => {
    if (countOf(of) > MOST_UNDONE) open({ kind: 'mark', chosen: of, state })
    else void markWithUndo(of, state)
  }
  const start = (of: Chosen, intent: Intent): void => onReplay(selectionOf(of, topics), intent)
  const table = actionTable({ ...options, open, mark, start, save: (of) => void exporter.save(selectionOf(of, topics), countOf(of), exportName(topics)) })
  const group = centre.group ?? (chosen?.kind === 'groups' ? (chosen.groups[0] ?? null) : null)
  const ofGroup = group && chosenGroups([group], filter)
  const fixture = useFixture(connection.id)
  const copyAs: MenuEntry[] = chosen?.kind === 'keys' && chosen.keys.length === 1 ? [{ separator: true }, { label: 'Copy as', entries: fixture(chosen.keys[0]!) }] : []
  const merge = mergeCommand(options.mergeable, changes, options.onMerged)
  useCommands([
    ...table.flatMap((row) => (row === 'separator' ? [] : [commandOf(row, chosen)])),
    { id: 'dead-letters.replay-group', title: 'Replay the group…', keys: ['Shift+R'], disabled: ofGroup ? undefined : 'No group is chosen.', group: GROUP, run: () => ofGroup && start(ofGroup, 'replay') },
    merge,
  ])
  return {
    chosen,
    dialog,
    open,
    replay: (of) => start(of, 'replay'),
    edit: (of) => start(of, 'edit'),
    mark,
    markForGood,
    merge: merge.disabled === undefined ? merge.run : null,
    park: {
      mark: (of) => (open(null), mark(of, 'parked')),
      copy: (of, topic) => {
        open(null)
        onReplay(selectionOf(of, topics), 'replay', { target: { kind: 'topic', topic }, payload: 'dlq', headers: 'keep', canary: 0 })
      },
    },
    menu: [...table.map((row): MenuEntry => (row === 'separator' ? { separator: true } : menuAction(row))), ...copyAs],
    changes,
    exporter,
  }
}

type Intent = Parameters<DeadLettersScreenProps['onReplay']>[1]

interface TableOptions extends Options {
  open: (dialog: AskedDialog) => void
  mark: Actions['mark']
  start: (of: Chosen, intent: Intent) => void
  save: (of: Chosen) => void
}

function actionTable({ connection: { kind }, centre, chosen, writable, onArm, open, mark, start, save }: TableOptions): ActionRow[] {
  const { topics } = centre.asked
  const sendable = whyNotSent(chosen)
  const isLocal = kind === 'local'
  const nothing = chosen === null ? 'Nothing is chosen.' : undefined
  const on = (run: (of: Chosen) => void) => () => {
    if (chosen) run(chosen)
  }
  return [
    { id: 'replay', title: 'Replay…', keys: ['R'], disabled: sendable, run: on((of) => start(of, 'replay')) },
    { id: 'edit', title: 'Edit & replay…', keys: ['E'], disabled: sendable ?? whyNotOne(chosen) ?? undefined, run: on((of) => start(of, 'edit')) },
    { id: 'repair', title: 'Bulk repair…', keys: ['B'], disabled: sendable, run: on((of) => start(of, 'repair')) },
    { id: 'sandbox', title: 'Try in the sandbox…', keys: ['S'], disabled: sendable ?? (isLocal ? 'They are on the local broker already: replay them there.' : undefined), run: on((of) => start(of, 'sandbox')) },
    'separator',
    { id: 'resolve', title: 'Mark resolved', keys: ['M'], disabled: nothing, run: on((of) => mark(of, 'resolved')) },
    { id: 'park', title: 'Park…', keys: ['P'], disabled: nothing, run: on((of) => open({ kind: 'park', chosen: of, topic: topicOf(of, topics) })) },
    { id: 'acknowledge', title: 'Mark seen', keys: ['A'], disabled: nothing, run: on((of) => mark(of, 'acknowledged')) },
    { id: 'ignore', title: 'Ignore', keys: ['I'], disabled: nothing, run: on((of) => mark(of, 'ignored')) },
    { id: 'reopen', title: 'Mark new again', keys: [], disabled: nothing, run: on((of) => mark(of, 'new')) },
    'separator',
    { id: 'export', title: 'Export…', keys: [], disabled: nothing, run: on(save) },
    { id: 'note', title: 'Write a note', keys: ['N'], disabled: centre.group || chosen?.kind === 'keys' ? undefined : 'Open a dead letter or a group first.', run: openNote },
    'separator',
    {
      id: 'purge',
      title: 'Purge up to here…',
      keys: [],
      danger: true,
      disabled: chosen?.kind === 'keys' ? whyNoPurge(centre, chosen) : 'Choose the last dead letter that is to go.',
      run: on((of) => (writable ? of.kind === 'keys' && open({ kind: 'purge', topic: of.keys[0]!.topic, keys: of.keys }) : onArm())),
    },
  ]
}

const GROUP = 'Dead letters'

type ActionRow = 'separator' | { id: string; title: string; keys: readonly string[]; disabled: string | undefined; danger?: boolean; run: () => void }

const menuAction = ({ title, keys, disabled, danger, run }: Exclude<ActionRow, 'separator'>): MenuAction => ({
  label: title,
  ...(keys[0] !== undefined && { keys: keys[0] }),
  ...(danger === true && { danger }),
  ...(disabled !== undefined && { disabled: true, title: disabled }),
  run,
})

const commandOf = ({ id, title, keys, disabled, run }: Exclude<ActionRow, 'separator'>, chosen: Chosen | null): Command => ({
  id: `dead-letters.${id}`,
  title: titled(title, chosen),
  keys,
  disabled,
  run,
  group: GROUP,
})

const titled = (title: string, chosen: Chosen | null): string => (chosen === null ? title.replace('…', '') : `${title.replace('…', '')}: ${chosenWords(chosen)}`)

/** undefined: it can be sent. Of several, those that cannot are left out by the plan, which says so. */
function whyNotSent(chosen: Chosen | null): string | undefined {
  if (chosen === null) return 'Nothing is chosen.'
  const only = chosen.kind === 'keys' && chosen.rows.length === 1 ? chosen.rows[0]! : null
  return (only && whyNotSendable(only)) ?? undefined
}

function whyNoPurge(centre: Centre, { rows }: Extract<Chosen, { kind: 'keys' }>): string | undefined {
  const topic = rows[0]?.key.topic
  if (rows.some(({ key }) => key.topic !== topic)) return 'They lie in several topics: one is purged at a time.'
  const known = centre.topics.find((one) => one.topic === topic)
  return known?.confidence === 'likely' ? 'Only its name says that this topic holds dead letters. Confirm it by a rule first.' : undefined
}

const topicOf = (chosen: Chosen, topics: readonly string[]): string => (chosen.kind === 'keys' ? chosen.keys[0]!.topic : (chosen.groups[0]?.topics[0]?.topic ?? topics[0] ?? ''))

function openNote(): void {
  // The case stands behind the group in the page, and is what one looks at.
  const notes = document.querySelectorAll<HTMLElement>(`[${NOTE_MARK}]`)
  notes[notes.length - 1]?.click()
}

/** Several groups that are one and the same trouble: the largest gives its name. */
function mergeCommand(chosen: Chosen | null, { merge }: DeadLetterChanges, onMerged: (fingerprint: string) => void): Command {
  const groups = chosen?.kind === 'groups' ? chosen.groups.toSorted((a, b) => b.count - a.count) : []
  const [into, ...others] = groups
  const run = (): void => {
    if (!into || others.length === 0) return
    const onSuccess = (): void => {
      onMerged(into.fingerprint)
      toast({ tone: 'good', message: `Merged ${groups.length} groups`, detail: 'Split takes them apart again.' })
    }
    merge.mutate({ into: into.fingerprint, fingerprints: others.map(({ fingerprint }) => fingerprint) }, { onError: tell, onSuccess })
  }
  return { id: 'dead-letters.merge', title: 'Merge the selected groups', keys: ['Shift+M'], group: GROUP, disabled: others.length > 0 ? undefined : 'Select two groups or more (X).', run }
}
