// The control of each setting, by its name.
import { type ComponentType, type ReactNode, useId, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { Settings, SettingsState } from '../../../core/contract/settings.ts'
import { type Failure, failureOf } from '../../rpc/failure.ts'
import { useSettingsActions } from '../../rpc/settings-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Select } from '../../ui/select.tsx'
import { ClustersSetting } from './clusters-setting.tsx'
import { DurabilitySetting } from './durability-setting.tsx'
import { AccessRulesSetting, SecuritySetting } from './security-setting.tsx'
import { KAFKA_RELEASES, parseFolder, parseMinutes, parsePort, parseTailRows, startNote } from './setting-inputs.ts'
import type { SettingName } from './setting-names.ts'
import { failureText, SettingRow } from './setting-row.tsx'
import { ShortcutsSetting } from './shortcuts-setting.tsx'
import { TypedSetting } from './typed-setting.tsx'
import { useSetting } from './use-setting.ts'
import { ZoneSetting } from './zone-setting.tsx'

export interface ControlProps {
  name: SettingName
  settings: Settings
  state: SettingsState | undefined
  connections: readonly Connection[]
  /** The workbench has a port of its own there. */
  isInBrowser: boolean
  onConnect: () => void
  onEdit: (connection: Connection) => void
  onForget: (connection: Connection) => void
}

export const CONTROLS: Record<SettingName, ComponentType<ControlProps>> = {
  Theme: ({ settings }) => <ThemeSetting value={settings.theme} />,
  'Time zone': ({ settings }) => <ZoneSetting value={settings.timeZone} />,
  'Records read at a time': ({ settings }) => <PageSizeSetting value={settings.pageSize} />,
  'Rows kept by a live tail': TailRowsSetting,
  'Arming lasts': ArmingSetting,
  'Kafka port': KafkaPortSetting,
  'Workbench port': WorkbenchPortSetting,
  'Data folder': DataFolderSetting,
  'Kafka version': KafkaVersionSetting,
  'Kafka security': ({ settings, state }) => <SecuritySetting protocol={settings.kafkaProtocol} state={state} />,
  'Access rules': ({ settings, state }) => <AccessRulesSetting asked={settings.kafkaAcls} state={state} />,
  Durability: ({ settings, state }) => <DurabilitySetting durability={settings.durability} state={state} />,
  Clusters: ClustersSetting,
  Shortcuts: ({ settings, isInBrowser }) => <ShortcutsSetting shortcuts={settings.shortcuts} isInBrowser={isInBrowser} />,
  'Where settings are kept': ({ state }) => <FileSetting file={state?.file} />,
}

function TailRowsSetting({ name, settings }: ControlProps): ReactNode {
  return (
    <TypedSetting
      name={name}
      help="More take more memory; older rows leave the view, and that is counted."
      unit="rows"
      value={String(settings.tailRows)}
      parse={parseTailRows}
      changeOf={(tailRows) => ({ tailRows })}
    />
  )
}

function ArmingSetting({ name, settings }: ControlProps): ReactNode {
  return (
    <TypedSetting
      name={name}
      help="Offered first when a remote cluster is armed for writing; then it is read-only again."
      unit="minutes"
      value={String(settings.armMinutes)}
      parse={parseMinutes}
      changeOf={(armMinutes) => ({ armMinutes })}
    />
  )
}

function KafkaPortSetting({ name, settings, state }: ControlProps): ReactNode {
  return (
    <TypedSetting
      name={name}
      help="Where Kafka clients find the local broker, on 127.0.0.1. --kafka-port counts for more."
      note={state && startNote(String(state.running.kafkaPort), textOf(settings.kafkaPort), '9092')}
      value={textOf(settings.kafkaPort) ?? ''}
      placeholder="9092"
      parse={parsePort}
      changeOf={(kafkaPort) => ({ kafkaPort })}
    />
  )
}

function WorkbenchPortSetting({ name, settings, state, isInBrowser }: ControlProps): ReactNode {
  return (
    <TypedSetting
      name={name}
      help={`Of this page in a browser, on 127.0.0.1.${isInBrowser ? '' : ' The desktop application needs none.'} --web-port counts for more.`}
      note={state && startNote(textOf(state.running.webPort), textOf(settings.webPort), '9080')}
      value={textOf(settings.webPort) ?? ''}
      placeholder="9080"
      parse={parsePort}
      changeOf={(webPort) => ({ webPort })}
    />
  )
}

function DataFolderSetting({ name, settings, state }: ControlProps): ReactNode {
  return (
    <TypedSetting
      name={name}
      wide
      help="Where the local broker keeps its records. What is in the old folder stays there. --data counts for more."
      note={state && startNote(state.running.dataFolder, settings.dataFolder, folderOf(state.file))}
      value={settings.dataFolder ?? ''}
      placeholder="beside the settings"
      parse={parseFolder}
      changeOf={(dataFolder) => ({ dataFolder })}
    />
  )
}

const EVERYTHING = 'everything'

function KafkaVersionSetting({ name, settings, state }: ControlProps): ReactNode {
  const id = useId()
  const { change, failure } = useSetting()
  const said = (release: string | null): string => (release === null ? 'everything there is' : `Kafka ${release}`)
  return (
    <SettingRow
      name={name}
      htmlFor={id}
      help="What the local broker shows clients: only the APIs, versions and features that this Kafka release had. --as-version counts for more."
      note={state && startNote(said(state.running.kafkaRelease), said(settings.kafkaRelease), said(null))}
      error={failureText(failure)}
    >
      <Select
        id={id}
        label={name}
        className="w-48"
        options={[{ value: EVERYTHING, label: 'Everything there is' }, ...KAFKA_RELEASES.map((release) => ({ value: release, label: `Kafka ${release}` }))]}
        value={settings.kafkaRelease ?? EVERYTHING}
        onChange={(value) => void change({ kafkaRelease: value === EVERYTHING ? null : value })}
      />
    </SettingRow>
  )
}

const folderOf = (file: string): string => file.replace(/[\\/][^\\/]*$/, '')
const textOf = (port: number | null): string | null => (port === null ? null : String(port))

function ThemeSetting({ value }: { value: Settings['theme'] }): ReactNode {
  const { change, failure } = useSetting()
  return (
    <SettingRow name="Theme" error={failureText(failure)}>
      <Segments
        label="Theme"
        options={[
          { value: 'system', label: 'As the system' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
        value={value}
        onChange={(theme) => void change({ theme })}
      />
    </SettingRow>
  )
}

const PAGE_SIZES = ['100', '200', '500', '1000', '2000'] as const

function PageSizeSetting({ value }: { value: Settings['pageSize'] }): ReactNode {
  const id = useId()
  const { change, failure } = useSetting()
  return (
    <SettingRow name="Records read at a time" htmlFor={id} help="When a topic is opened, and each time more is asked for." error={failureText(failure)}>
      <Select
        id={id}
        label="Records read at a time"
        className="w-28"
        options={PAGE_SIZES.map((size) => ({ value: size, label: size }))}
        value={String(value) as (typeof PAGE_SIZES)[number]}
        onChange={(size) => void change({ pageSize: Number(size) as Settings['pageSize'] })}
      />
    </SettingRow>
  )
}

function FileSetting({ file }: { file: string | undefined }): ReactNode {
  const { reset } = useSettingsActions()
  const [asking, setAsking] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const confirm = (): void => void reset().then(() => setAsking(false), (error: unknown) => setFailure(failureOf(error)))
  return (
    <SettingRow name="Where settings are kept" help="One file for every window. It may be copied to another computer.">
      <span className="flex max-w-full items-center gap-1">
        <code className="min-w-0 font-mono text-mono break-all select-text">{file ?? 'Asking the core…'}</code>
        {file !== undefined && <CopyButton text={() => file} label="Copy the path" />}
      </span>
      <Button onClick={() => (setFailure(null), setAsking(true))}>Reset all settings…</Button>
      {asking && (
        <ConfirmDialog title="Reset all settings?" verb="Reset all settings" danger busy={false} failure={failure} onConfirm={confirm} onClose={() => setAsking(false)}>
          <p>Everything on this screen goes back to its default, shortcuts included. Clusters stay. This cannot be undone.</p>
        </ConfirmDialog>
      )}
    </SettingRow>
  )
}
