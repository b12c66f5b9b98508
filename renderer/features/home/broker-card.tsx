// The local broker on Home: where it is, what goes on, and the lines that connect a client to it.
import { type ReactNode, useState } from 'react'
import type { BrokerStatus } from '../../../core/contract/local-broker.ts'
import { connectCode } from '../../format/client-code/connect-code.ts'
import { countPrograms } from '../../format/client-programs.ts'
import { counted } from '../../format/numbers.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { Sparkline } from '../../ui/sparkline.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useViewState } from '../../ui/view-state.ts'
import { HomeCard } from './home-card.tsx'
import { portNote } from './port-note.ts'
import { ratePhrase } from './rate-phrase.ts'

export interface BrokerCardProps {
  status: BrokerStatus
  failed: boolean
  history: readonly BrokerStatus['rates'][]
  bootstrap: string
  onOpenBroker: () => void
  onOpenTopics: () => void
}

export function BrokerCard({ status, failed, history, bootstrap, onOpenBroker, onOpenTopics }: BrokerCardProps): ReactNode {
  const rates = history.map(({ recordsInPerSecond }) => recordsInPerSecond)
  const note = portNote(status.address)
  return (
    <HomeCard
      title="Local broker"
      aside={
        <>
          <Badge tone={failed ? 'warn' : 'good'}>{failed ? 'NOT ANSWERING' : 'RUNNING'}</Badge>
          <Button variant="quiet" onClick={onOpenBroker}>
            Broker panel
          </Button>
        </>
      }
    >
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1">
        <span className="flex items-center gap-1 font-mono text-title font-semibold select-text">
          {status.address}
          <CopyButton text={() => status.address} label="Copy the broker’s address" />
        </span>
        <span className="text-n11 tabular-nums">{counted(countPrograms(status.clients), 'client')}</span>
        <button type="button" onClick={onOpenTopics} className="rounded-inner text-n11 tabular-nums underline decoration-n7 underline-offset-3 hover:decoration-accent">
          {counted(status.topicCount, 'topic')}
        </button>
        <span className="flex items-center gap-2 text-n11 tabular-nums">
          {ratePhrase(status.rates.recordsInPerSecond)}
          <Sparkline values={rates} label={`Messages per second while this window was open, at most ${ratePhrase(Math.max(0, ...rates))}`} />
        </span>
      </div>
      {note && <p className="text-n10">{note}</p>}
      {status.securityProtocol !== 'PLAINTEXT' && (
        <p className="text-n10">
          Clients need <span className="font-mono text-mono">security.protocol={status.securityProtocol}</span> besides; users and certificate are in the broker panel, under Security.
        </p>
      )}
      <Snippets bootstrap={bootstrap} />
    </HomeCard>
  )
}

function Snippets({ bootstrap }: { bootstrap: string }): ReactNode {
  // kcat's is one line, for those who know: the programs that people write come first.
  const codes = connectCode(bootstrap).toSorted((a, b) => Number(a.client === 'kcat') - Number(b.client === 'kcat'))
  const [kept, keep] = useViewState<string>('local/home', 'client', codes[0]!.client)
  const [chosen, setChosen] = useState(kept)
  const value = codes.some(({ client }) => client === chosen) ? chosen : codes[0]!.client
  return (
    <div className="flex min-h-40 min-w-0 flex-col">
      <Tabs
        label="Connect from"
        value={value}
        onChange={(client) => (setChosen(client), keep(client))}
        tabs={codes.map(({ client, language, code }) => ({
          id: client as string,
          label: client,
          content: (
            <div className="flex min-h-0 flex-col pt-3">
              <CodeBlock code={code} language={language} />
            </div>
          ),
        }))}
      />
    </div>
  )
}
