// A dead letter as a command or a test, to be put where the fix is made: asked for when it is wanted, then copied.
import type { FailureKey } from '../../../core/contract/dead-letters.ts'
import { failureOf } from '../../rpc/failure.ts'
import { useRpc } from '../../rpc/rpc-context.ts'
import { copyText } from '../../ui/copy-text.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { toast } from '../../ui/toast.tsx'

const FORMS = [
  ['kcat', 'kcat command'],
  ['kafka-console', 'kafka-console-producer command'],
  ['java-test', 'Java test'],
  ['kafkajs', 'Node (kafkajs)'],
  ['json', 'JSON'],
] as const

/** Entries of a menu for one dead letter. */
export function useFixture(connectionId: string): (key: FailureKey) => MenuEntry[] {
  const { client } = useRpc()
  const copy = async (key: FailureKey, id: (typeof FORMS)[number][0], label: string): Promise<void> => {
    try {
      const code = (await client.replay.fixture({ connectionId, key })).find((form) => form.id === id)?.code
      if (code === undefined) toast({ tone: 'bad', message: `This dead letter cannot be written as ${label}.` })
      else await copyText(code, `the dead letter as ${label}`)
    } catch (error) {
      const { message, remedy } = failureOf(error)
      toast({ tone: 'bad', message: `Nothing was copied. ${message}`, detail: remedy })
    }
  }
  return (key) => FORMS.map(([id, label]) => ({ label, run: () => void copy(key, id, label) }))
}
