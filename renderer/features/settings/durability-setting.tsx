// What an acknowledgement of the local broker waits for, and what it survives.
import { type ReactNode, useId } from 'react'
import type { Settings, SettingsState } from '../../../core/contract/settings.ts'
import { Select } from '../../ui/select.tsx'
import { startNote } from './setting-inputs.ts'
import { failureText, SettingRow } from './setting-row.tsx'
import { useSetting } from './use-setting.ts'

const LEVELS: readonly { value: Settings['durability']; label: string; survives: string }[] = [
  {
    value: 'flush',
    label: 'Flush before each answer',
    survives: 'What was acknowledged survives a crash of Headwater and, where the drive honours flushes, a power cut.',
  },
  { value: 'linger', label: 'Flush more writes at once', survives: 'Survives the same; a write waits up to 10 ms for others to share its flush.' },
  { value: 'no-meta-sync', label: 'One flush less', survives: 'Survives a crash of Headwater; a power cut may cost what the last commit held, and never more.' },
]

export function DurabilitySetting({ durability, state }: { durability: Settings['durability']; state: SettingsState | undefined }): ReactNode {
  const id = useId()
  const { change, failure } = useSetting()
  const said = (level: string): string => LEVELS.find(({ value }) => value === level)?.label.toLowerCase() ?? level
  const { survives } = LEVELS.find(({ value }) => value === durability)!
  return (
    <SettingRow
      name="Durability"
      htmlFor={id}
      help={`What an acknowledgement of the local broker waits for. ${survives} A broker started with --set headwater.durability keeps that.`}
      note={state && startNote(said(state.running.durability), said(durability), said('flush'))}
      error={failureText(failure)}
    >
      <Select id={id} label="Durability" className="w-60" options={LEVELS} value={durability} onChange={(level) => void change({ durability: level })} />
    </SettingRow>
  )
}
