// The settings: what can be chosen, what is in force now, what waits for the next start, and where it is kept.
import { type ReactNode, useId, useRef, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import type { Settings, SettingsState } from '../../../core/contract/settings.ts'
import { type Failure, failureOf } from '../../rpc/failure.ts'
import { useSettings, useSettingsActions, useSettingsFailure, useSettingsState } from '../../rpc/settings-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { FilterBox } from '../../ui/filter-box.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Select } from '../../ui/select.tsx'
import { Notice, Toolbar } from '../../ui/states.tsx'
import { useViewState } from '../../ui/view-state.ts'
import { ClustersSetting } from './clusters-setting.tsx'
import { parseFolder, parseMinutes, parsePort, parseTailRows, startNote } from './setting-inputs.ts'
import { isFound, SETTING_NAMES, type SettingName, SETTINGS_PLACE } from './setting-names.ts'
import { failureText, SettingRow } from './setting-row.tsx'
import { ShortcutsSetting } from './shortcuts-setting.tsx'
import { TypedSetting } from './typed-setting.tsx'
import { useSetting } from './use-setting.ts'
import { ZoneSetting } from './zone-setting.tsx'

export interface SettingsScreenProps {
  connections: readonly Connection[]
  /** The workbench has a port of its own there. */
  isInBrowser: boolean
  onConnect: () => void
  onEdit: (connection: Connection) => void
  onForget: (connection: Connection) => void
}

const SECTIONS: readonly { title: string; names: readonly SettingName[] }[] = [
  { title: 'Look', names: ['Theme', 'Time zone'] },
  { title: 'Reading', names: ['Records read at a time', 'Rows kept by a live tail'] },
  { title: 'Safety', names: ['Arming lasts'] },
  { title: 'From the next start on', names: ['Kafka port', 'Workbench port', 'Data folder'] },
  { title: 'Clusters', names: ['Clusters'] },
  { title: 'Shortcuts', names: ['Shortcuts'] },
  { title: 'File', names: ['Where settings are kept'] },
]

export function SettingsScreen(props: SettingsScreenProps): ReactNode {
  const state = useSettingsState()
  const failure = useSettingsFailure()
  const [filter, setFilter] = useViewState(SETTINGS_PLACE, 'filter', '')
  const body = useRef<HTMLDivElement>(null)
  const shown = SETTING_NAMES.filter((name) => isFound(name, filter))
  const focusFirst = (): void => body.current?.querySelector<HTMLElement>('input, button, [role=combobox], [role=radio]')?.focus()
  return (
    <>
      <Toolbar>
        <h1 className="font-semibold">Settings</h1>
        <FilterBox label="Find a setting" value={filter} onChange={setFilter} onLeave={focusFirst} />
      </Toolbar>
      {failure && failure.code !== 'LOST' && <FailureNotice failure={failure} />}
      {state?.problem && <Problem problem={state.problem} />}
      <div ref={body} className="min-h-0 flex-1 overflow-auto">
        <div className="mx-auto flex w-full max-w-220 flex-col gap-5 px-6 py-5">
          {SECTIONS.map(({ title, names }) => {
            const inIt = names.filter((name) => shown.includes(name))
            return inIt.length === 0 ? null : (
              <section key={title} aria-label={title}>
                <h2 className="border-b border-n6 pb-1 text-title font-semibold">{title}</h2>
                {inIt.map((name) => (
                  <Setting key={name} name={name} state={state} {...props} />
                ))}
              </section>
            )
          })}
          {shown.length === 0 && <p className="text-n10">No setting answers to “{filter}”.</p>}
        </div>
      </div>
    </>
  )
}

function Problem({ problem: { message, keptAside } }: { problem: NonNullable<SettingsState['problem']> }): ReactNode {
  const { dismissProblem } = useSettingsActions()
  const [failure, setFailure] = useState<Failure | null>(null)
  const dismiss = (): void => void dismissProblem().catch((error: unknown) => setFailure(failureOf(error)))
  const remedy = keptAside === '' ? '' : `The file is kept as ${keptAside}: what is missing here can be taken from there.`
  return <Notice tone="warn" message={message} remedy={remedy} detail={failureText(failure)} action={{ label: 'Dismiss', run: dismiss }} />
}

interface SettingProps extends SettingsScreenProps {
  name: SettingName
  state: SettingsState | undefined
}

function Setting({ name, state, connections, isInBrowser, onConnect, onEdit, onForget }: SettingProps): ReactNode {
  const settings = useSettings()
  const running = state?.running
  switch (name) {
    case 'Theme':
      return <ThemeSetting value={settings.theme} />
    case 'Time zone':
      return <ZoneSetting value={settings.timeZone} />
    case 'Records read at a time':
      return <PageSizeSetting value={settings.pageSize} />
    case 'Rows kept by a live tail':
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
    case 'Arming lasts':
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
    case 'Kafka port':
      return (
        <TypedSetting
          name={name}
          help="Where Kafka clients find the local broker, on 127.0.0.1. --kafka-port counts for more."
          note={running && startNote(String(running.kafkaPort), textOf(settings.kafkaPort), '9092')}
          value={textOf(settings.kafkaPort) ?? ''}
          placeholder="9092"
          parse={parsePort}
          changeOf={(kafkaPort) => ({ kafkaPort })}
        />
      )
    case 'Workbench port':
      return (
        <TypedSetting
          name={name}
          help={`Of this page in a browser, on 127.0.0.1.${isInBrowser ? '' : ' The desktop application needs none.'} --web-port counts for more.`}
          note={running && startNote(running.webPort === null ? null : String(running.webPort), textOf(settings.webPort), '9080')}
          value={textOf(settings.webPort) ?? ''}
          placeholder="9080"
          parse={parsePort}
          changeOf={(webPort) => ({ webPort })}
        />
      )
    case 'Data folder':
      return (
        <TypedSetting
          name={name}
          wide
          help="Where the local broker keeps its records. What is in the old folder stays there. --data counts for more."
          note={running && startNote(running.dataFolder, settings.dataFolder, 'beside the settings')}
          value={settings.dataFolder ?? ''}
          placeholder="beside the settings"
          parse={parseFolder}
          changeOf={(dataFolder) => ({ dataFolder })}
        />
      )
    case 'Clusters':
      return <ClustersSetting connections={connections} onConnect={onConnect} onEdit={onEdit} onForget={onForget} />
    case 'Shortcuts':
      return <ShortcutsSetting shortcuts={settings.shortcuts} isInBrowser={isInBrowser} />
    case 'Where settings are kept':
      return <FileSetting file={state?.file} />
  }
}

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
