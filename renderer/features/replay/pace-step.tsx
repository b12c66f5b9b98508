// How fast, how carefully, and when to stop by itself.
import type { ReactNode } from 'react'
import type { ReplayOptions } from '../../../core/contract/replay.ts'
import { counted } from '../../format/numbers.ts'
import type { PlanView } from './plan-view.ts'
import { lastingMs } from './plan-words.ts'
import { RateSlider } from './rate-slider.tsx'
import { StepForm, StepRow } from './step-form.tsx'
import { NumberInput, TypedText } from './typed-inputs.tsx'
import { formatDuration } from '../../format/durations.ts'

export function PaceStep({ view }: { view: PlanView }): ReactNode {
  const { options, changeOptions, summary, isStarted } = view
  const lasting = lastingMs(options, summary.itemCount, summary.sizeBytes)
  return (
    <StepForm isStarted={isStarted} intro={summary.isTargetLocal ? 'The target is on this computer: there is no need to go slowly.' : 'Slow enough for the consumers to keep up, and with a first look before the rest follows. The rate can be changed while it runs.'}>
      <StepRow title="Rate">
        <RateSlider value={options.messagesPerSecond} onChange={(messagesPerSecond) => changeOptions({ messagesPerSecond })} />
        <p className="flex items-center gap-2">
          and at most
          <NumberInput label="Kilobytes a second" value={options.bytesPerSecond === null ? null : Math.max(1, Math.round(options.bytesPerSecond / 1_000))} least={1} placeholder="any" onChange={(kilobytes) => changeOptions({ bytesPerSecond: kilobytes === null ? null : kilobytes * 1_000 })} />
          kB a second
        </p>
        <p className="text-small text-n10">{lasting === null ? 'Takes as long as the target needs.' : `${counted(summary.itemCount, 'record')} take ${lasting < 1_000 ? 'less than a second' : formatDuration(Math.round(lasting / 1_000) * 1_000)} at least.`}</p>
      </StepRow>
      <StepRow title="First look">
        <p className="flex items-center gap-2">
          Send the first
          <NumberInput label="Records of the first look" value={options.canary === 0 ? null : options.canary} least={1} most={1_000} placeholder="none" onChange={(canary) => changeOptions({ canary: canary ?? 0 })} />
          and wait for what becomes of them, at most
          <NumberInput label="Seconds to wait" value={Math.round(options.canaryWaitMs / 1_000)} least={0} most={600} onChange={(seconds) => changeOptions({ canaryWaitMs: (seconds ?? 0) * 1_000 })} />
          seconds.
        </p>
        <p className="text-small text-n10">{options.canary === 0 ? 'No first look: all are sent in one go.' : 'If one of them comes back as a dead letter, the replay pauses before it does more.'}</p>
      </StepRow>
      <StepRow title="Stop">
        <p className="flex items-center gap-2">
          Pause after
          <NumberInput label="Failures before it pauses" value={options.stopAfterFailures} least={1} placeholder="never" onChange={(stopAfterFailures) => changeOptions({ stopAfterFailures })} />
          {options.stopAfterFailures === 1 ? 'failure' : 'failures'} to send.
        </p>
        <p className="flex items-center gap-2">
          Leave out records that were replayed
          <NumberInput label="Replays after which a record is left out" value={options.maxReplays} least={1} most={1_000} onChange={(maxReplays) => changeOptions({ maxReplays: maxReplays ?? 3 })} />
          times: they go round in circles.
        </p>
      </StepRow>
      <StepRow title="Marks">
        <Check label="Mark each record with x-replay-id, -of, -at and -count" hint="lets Headwater see what becomes of it, and never send it twice" isOn={options.stamp} onChange={(stamp) => changeOptions({ stamp })} />
        <Check label="Keep a copy of the bytes with the plan" hint="retention cannot take them before they are sent" isOn={options.pin} onChange={(pin) => changeOptions({ pin })} />
      </StepRow>
      <StepRow title="Guarantee">
        <p className="pt-0.5">{summary.modeText}</p>
        {!summary.isTargetLocal && <Mode options={options} mode={summary.mode} onChange={(mode) => changeOptions({ mode })} onPrefix={(idPrefix) => changeOptions({ idPrefix })} />}
      </StepRow>
    </StepForm>
  )
}

interface ModeProps {
  options: ReplayOptions
  mode: PlanView['summary']['mode']
  onChange: (mode: 'auto' | 'W') => void
  onPrefix: (prefix: string) => void
}

function Mode({ options, mode, onChange, onPrefix }: ModeProps): ReactNode {
  if (mode !== 'T' && options.mode !== 'W') return null
  return (
    <>
      <Check
        label="Without transactions"
        hint="at least once, with a write-ahead ledger; only where transactions are not allowed"
        isOn={options.mode === 'W'}
        onChange={(isOn) => onChange(isOn ? 'W' : 'auto')}
      />
      {options.idPrefix !== undefined && (
        <p className="flex items-center gap-2">
          Group and transactional id begin with
          <TypedText label="Prefix of group and transactional id" placeholder="headwater.replay" value={options.idPrefix} onChange={(prefix) => prefix !== '' && onPrefix(prefix)} />
        </p>
      )}
    </>
  )
}

export function Check({ label, hint, isOn, onChange }: { label: string; hint?: string; isOn: boolean; onChange: (isOn: boolean) => void }): ReactNode {
  return (
    <label className="flex items-baseline gap-2">
      <input type="checkbox" className="translate-y-0.5 accent-accent" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      <span>
        {label} {hint !== undefined && <span className="ml-1 text-small text-n10">{hint}</span>}
      </span>
    </label>
  )
}
