// On what terms clients find the broker, as far as they are not the usual ones: whom it lets in, which release it plays, what an acknowledgement waits for.
import type { ReactNode } from 'react'
import type { SettingsState } from '../../../core/contract/settings.ts'
import { useSettingsState } from '../../rpc/settings-context.tsx'
import { Badge } from '../../ui/badge.tsx'

export function BrokerTerms(): ReactNode {
  const running = useSettingsState()?.running
  return running === undefined ? null : termsOf(running).map(({ word, means }) => (
    <Badge key={word} title={`${means} Chosen in the settings, or when it was started.`}>
      {word}
    </Badge>
  ))
}

const DURABILITY: Partial<Record<string, { word: string; means: string }>> = {
  linger: { word: 'more writes at once', means: 'A write waits up to 10 ms for others, to share their flush.' },
  'no-meta-sync': { word: 'one flush less', means: 'A power cut may cost what the last commit held, and never more.' },
}

function termsOf({ kafkaProtocol, kafkaAcls, kafkaRelease, durability }: SettingsState['running']): { word: string; means: string }[] {
  const level = DURABILITY[durability]
  return [
    ...(kafkaProtocol === 'PLAINTEXT' ? [] : [{ word: kafkaProtocol, means: 'The security protocol that clients have to use.' }]),
    ...(kafkaAcls ? [{ word: 'ACLs', means: 'Clients may do what an access rule allows, and nothing else.' }] : []),
    ...(kafkaRelease === null ? [] : [{ word: `as Kafka ${kafkaRelease}`, means: 'Clients see only the APIs, versions and features of that release.' }]),
    ...(level === undefined ? [] : [level]),
  ]
}
