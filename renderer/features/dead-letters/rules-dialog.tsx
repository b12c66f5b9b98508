// Where a person says which topics hold dead letters, and how headers of their own are to be read.
import { type ReactNode, useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { Segments } from '../../ui/segments.tsx'
import { DialectRules } from './dialect-rules.tsx'
import { TopicRules } from './topic-rules.tsx'

export type RulesSide = 'topics' | 'dialects'

export interface RulesDialogProps {
  connectionId: string
  /** What a new rule is about to begin with. */
  topic: string | null
  onClose: () => void
}

export function RulesDialog({ connectionId, topic, onClose }: RulesDialogProps): ReactNode {
  const [side, setSide] = useState<RulesSide>('topics')
  return (
    <Dialog title="Rules" description="A rule of yours wins over everything Headwater finds out. Nothing of it is written to the cluster." wide open onClose={onClose}>
      <div>
        <Segments
          label="Rules about"
          value={side}
          onChange={setSide}
          options={[
            { value: 'topics', label: 'Topics' },
            { value: 'dialects', label: 'Headers of your own' },
          ]}
        />
      </div>
      <div className="flex flex-col gap-3 pb-3">{side === 'topics' ? <TopicRules connectionId={connectionId} topic={topic} /> : <DialectRules connectionId={connectionId} topic={topic} />}</div>
    </Dialog>
  )
}
