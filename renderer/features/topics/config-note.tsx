// What is known about the setting that is pointed at: Kafka's documentation as text, its value in full, and where that comes from.
import type { ReactNode } from 'react'
import type { TopicConfig } from '../../../core/contract/topics.ts'
import { plainDocumentation, sourceWords, valueHint } from './config-words.ts'

export function ConfigNote({ config }: { config: TopicConfig | null }): ReactNode {
  return (
    <section aria-label="About the setting" aria-live="polite" tabIndex={0} className="h-32 shrink-0 overflow-auto border-t border-n6 bg-n2 px-3 py-2 select-text">
      {config === null ? <p className="text-n10">Choose a setting to read about it.</p> : <About config={config} />}
    </section>
  )
}

function About({ config }: { config: TopicConfig }): ReactNode {
  const { name, value, source, isSensitive, readOnly, documentation } = config
  const hint = valueHint(config)
  return (
    <>
      <h2 className="font-mono text-mono font-semibold break-all">
        {name}
        <span className="font-normal text-n10"> = {isSensitive ? 'hidden by the cluster' : (value ?? 'null')}</span>
      </h2>
      <p className="text-small text-n10">
        {[hint, `Set by ${sourceWords(source)} (${source})`, readOnly && 'read-only'].filter(Boolean).join(' · ')}
      </p>
      <p className="max-w-200 pt-1 whitespace-pre-line">
        {documentation === null ? <span className="text-n10">The cluster sends no documentation for it.</span> : plainDocumentation(documentation)}
      </p>
    </>
  )
}
