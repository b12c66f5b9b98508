// How far a connection came, step by step: what was found, how long it took, and what to do about what failed.
import { Check, Minus, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import type { ConnectionReport, ConnectionStep } from '../../../core/contract/connections.ts'
import { cx } from '../../ui/class-names.ts'

const NAMES: Record<ConnectionStep, string> = {
  resolve: 'Host name',
  connect: 'TCP connection',
  tls: 'TLS',
  sasl: 'Sign-in (SASL)',
  'api-versions': 'API versions',
  metadata: 'Metadata',
  advertised: 'Advertised listeners',
}

const MARKS = {
  passed: { icon: <Check size={13} aria-hidden="true" className="text-good" />, word: 'passed' },
  failed: { icon: <X size={13} aria-hidden="true" className="text-bad" />, word: 'failed' },
  unused: { icon: <Minus size={13} aria-hidden="true" className="text-n9" />, word: 'not used' },
  unreached: { icon: <Minus size={13} aria-hidden="true" className="text-n9" />, word: 'not reached' },
} as const

const WAITING: ConnectionReport['steps'] = Object.keys(NAMES).map((step) => ({
  step: step as ConnectionStep,
  outcome: 'unreached',
  message: '…',
  remedy: '',
  durationMs: null,
}))

export function TrialSteps({ report, busy }: { report: ConnectionReport | undefined; busy: boolean }): ReactNode {
  const end = useRef<HTMLElement>(null)
  // The dialog may be longer than the window: what was asked for comes into sight.
  useEffect(() => void ((report || busy) && end.current?.scrollIntoView({ block: 'end' })), [report, busy])
  if (!report && !busy) return null
  const failed = report?.steps.find(({ outcome }) => outcome === 'failed')
  const verdict = failed ? `Failed: ${NAMES[failed.step]}` : 'The connection works'
  return (
    <section ref={end} aria-label="Connection report" aria-busy={busy} className="rounded-outer border border-n6 bg-n1">
      <p role="status" className={cx('border-b border-n6 px-3 py-1.5 font-medium', busy ? 'text-n10' : failed ? 'text-bad' : 'text-good')}>
        {busy ? 'Trying the connection out…' : verdict}
      </p>
      <ol className="py-1">
        {(busy ? WAITING : report!.steps).map((step) => (
          <Step key={step.step} step={step} />
        ))}
      </ol>
    </section>
  )
}

function Step({ step: { step, outcome, message, remedy, durationMs } }: { step: ConnectionReport['steps'][number] }): ReactNode {
  const { icon, word } = MARKS[outcome]
  const isQuiet = outcome === 'unused' || outcome === 'unreached'
  return (
    <li className={cx('flex gap-2 px-3 py-0.5 select-text', isQuiet && 'text-n9')}>
      <span className="flex h-4.5 items-center">{icon}</span>
      <span className="sr-only">{word}:</span>
      <span className="w-36 shrink-0">{NAMES[step]}</span>
      <span className="min-w-0 flex-1 break-words">
        {message || (outcome === 'unreached' ? 'Not reached.' : '')}
        {remedy && <span className="block font-medium text-n12">{remedy}</span>}
      </span>
      <span className="shrink-0 text-n9 tabular-nums">{durationMs === null ? '' : `${durationMs < 10 ? durationMs.toFixed(1) : Math.round(durationMs)} ms`}</span>
    </li>
  )
}
