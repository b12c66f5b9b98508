// Which protocol a group is of, in Kafka's word, with what that means for it.
import type { ReactNode } from 'react'
import type { GroupSummary } from '../../../core/contract/groups.ts'
import { typeMeaning, typeWords } from './group-list.ts'

export function GroupType({ group }: { group: Pick<GroupSummary, 'type' | 'protocolType'> }): ReactNode {
  const words = typeWords(group)
  return (
    <span className="text-n10" title={typeMeaning(group.type)}>
      {words === '' ? '—' : words}
    </span>
  )
}
