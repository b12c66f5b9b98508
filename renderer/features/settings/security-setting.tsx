// Who may use the local broker's port, and whether access rules are asked: both from the next start on.
import { type ReactNode, useId } from 'react'
import type { Settings, SettingsState } from '../../../core/contract/settings.ts'
import { Segments } from '../../ui/segments.tsx'
import { Select } from '../../ui/select.tsx'
import { startNote } from './setting-inputs.ts'
import { failureText, SettingRow } from './setting-row.tsx'
import { useSetting } from './use-setting.ts'

const PROTOCOLS: readonly { value: Settings['kafkaProtocol']; label: string; means: string }[] = [
  { value: 'PLAINTEXT', label: 'PLAINTEXT', means: 'Any client on this computer may come in.' },
  { value: 'SSL', label: 'SSL', means: 'Over TLS, with a certificate that Headwater makes; any client on this computer may come in.' },
  { value: 'SASL_PLAINTEXT', label: 'SASL_PLAINTEXT', means: 'Clients sign in with PLAIN or SCRAM; the users are in the broker panel.' },
  { value: 'SASL_SSL', label: 'SASL_SSL', means: 'Over TLS, with a certificate that Headwater makes; clients sign in with PLAIN or SCRAM, and the users are in the broker panel.' },
]

export function SecuritySetting({ protocol, state }: { protocol: Settings['kafkaProtocol']; state: SettingsState | undefined }): ReactNode {
  const id = useId()
  const { change, failure } = useSetting()
  const { means } = PROTOCOLS.find(({ value }) => value === protocol)!
  return (
    <SettingRow
      name="Kafka security"
      htmlFor={id}
      help={`The security protocol of the Kafka port. ${means} The workbench itself always comes in. --security counts for more.`}
      note={state && startNote(state.running.kafkaProtocol, protocol, 'PLAINTEXT')}
      error={failureText(failure)}
    >
      <Select id={id} label="Kafka security" className="w-48" options={PROTOCOLS} value={protocol} onChange={(kafkaProtocol) => void change({ kafkaProtocol })} />
    </SettingRow>
  )
}

export function AccessRulesSetting({ asked, state }: { asked: boolean; state: SettingsState | undefined }): ReactNode {
  const { change, failure } = useSetting()
  const said = (on: boolean): string => (on ? 'asked' : 'not asked')
  return (
    <SettingRow
      name="Access rules"
      help="Whether the local broker asks access rules (ACLs) before it does anything for a client; what none of them allows is refused. The workbench may do everything."
      note={state && startNote(said(state.running.kafkaAcls), said(asked), said(false))}
      error={failureText(failure)}
    >
      <Segments
        label="Access rules"
        options={[
          { value: 'off', label: 'Not asked' },
          { value: 'on', label: 'Asked' },
        ]}
        value={asked ? 'on' : 'off'}
        onChange={(value) => void change({ kafkaAcls: value === 'on' })}
      />
    </SettingRow>
  )
}
