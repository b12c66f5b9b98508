// Why a topic counts as one of dead letters, and what else is known of it; and the way to say otherwise.
import type { ReactNode } from 'react'
import type { RecognisedTopic } from '../../../core/contract/dead-letters.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { CONFIDENCE, EVIDENCE } from './failure-words.ts'

export interface TopicEvidenceProps {
  topic: RecognisedTopic
  onOpenTopic: () => void
  onRule: () => void
  onRebuild: () => void
}

export function TopicEvidence({ topic, onOpenTopic, onRule, onRebuild }: TopicEvidenceProps): ReactNode {
  const { confidence, dialectName, groups, evidence } = topic
  const { label, meaning } = CONFIDENCE[confidence]
  return (
    <section aria-label={`Why ${topic.topic}`} className="flex max-h-[45%] shrink-0 flex-col gap-1.5 overflow-auto border-t border-n6 px-3 py-2 select-text">
      <header className="flex items-center gap-2">
        <h2 className="min-w-0 flex-1 truncate font-mono text-mono font-semibold" title={topic.topic}>
          {topic.topic}
        </h2>
        <Badge tone={confidence === 'likely' ? 'warn' : confidence === 'user' ? 'accent' : 'good'} title={meaning}>
          {label}
        </Badge>
        <MenuButton
          label={`More for ${topic.topic}`}
          entries={[
            { label: 'Open the topic', run: onOpenTopic },
            { label: 'Read it anew', title: 'Forgets what is known of its records and reads them again. States and notes stay.', run: onRebuild },
          ]}
        />
      </header>
      <dl className="grid grid-cols-[64px_1fr] gap-x-2 gap-y-0.5 text-small">
        <Fact name="Dialect">{dialectName ?? 'not known'}</Fact>
        {groups.length > 0 && <Fact name={groups.length === 1 ? 'Group' : 'Groups'}>{groups.join(', ')}</Fact>}
        {evidence.map(({ kind, text }) => (
          <Fact key={`${kind} ${text}`} name={EVIDENCE[kind]}>
            {text}
          </Fact>
        ))}
      </dl>
      <div>
        <Button className="h-5.5! text-small" onClick={onRule}>
          Say otherwise…
        </Button>
      </div>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt className="text-n9">{name}</dt>
      <dd className="min-w-0 wrap-anywhere text-n11">{children}</dd>
    </>
  )
}
