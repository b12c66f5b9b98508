// The settings: what can be chosen, what is in force now, what waits for the next start, and where it is kept.
import { type ReactNode, useRef, useState } from 'react'
import type { SettingsState } from '../../../core/contract/settings.ts'
import { type Failure, failureOf } from '../../rpc/failure.ts'
import { useSettings, useSettingsActions, useSettingsFailure, useSettingsState } from '../../rpc/settings-context.tsx'
import { Button } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { FilterBox } from '../../ui/filter-box.tsx'
import { Notice, Toolbar } from '../../ui/states.tsx'
import { useViewState } from '../../ui/view-state.ts'
import { CONTROLS, type ControlProps } from './setting-controls.tsx'
import { isFound, SETTING_NAMES, type SettingName, SETTINGS_PLACE } from './setting-names.ts'
import { failureText } from './setting-row.tsx'

export type SettingsScreenProps = Pick<ControlProps, 'connections' | 'isInBrowser' | 'onConnect' | 'onEdit' | 'onForget'>

const SECTIONS: readonly { title: string; names: readonly SettingName[] }[] = [
  { title: 'Look', names: ['Theme', 'Time zone'] },
  { title: 'Reading', names: ['Records read at a time', 'Rows kept by a live tail'] },
  { title: 'Safety', names: ['Arming lasts'] },
  { title: 'From the next start on', names: ['Kafka port', 'Workbench port', 'Data folder', 'Kafka version', 'Kafka security', 'Access rules', 'Durability'] },
  { title: 'Clusters', names: ['Clusters'] },
  { title: 'Shortcuts', names: ['Shortcuts'] },
  { title: 'File', names: ['Where settings are kept'] },
]

export function SettingsScreen(props: SettingsScreenProps): ReactNode {
  const settings = useSettings()
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
        {filter !== '' && (
          <>
            <span className="text-small text-n10">
              {shown.length} of {SETTING_NAMES.length}
            </span>
            <Button variant="quiet" onClick={() => setFilter('')}>
              Show all settings
            </Button>
          </>
        )}
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
                {inIt.map((name) => {
                  const Control = CONTROLS[name]
                  return <Control key={name} name={name} settings={settings} state={state} {...props} />
                })}
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
