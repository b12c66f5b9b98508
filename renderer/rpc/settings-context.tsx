// The settings for every screen: told by the core, the same in all windows, with a copy from the last time until it has answered.
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react'
import type { Settings, SettingsState } from '../../core/contract/settings.ts'
import type { Failure } from './failure.ts'
import { FIRST_SETTINGS, rememberedSettings, rememberSettings } from './first-settings.ts'
import { useRpc, useStream } from './rpc-context.ts'

interface SettingsAccess {
  settings: Settings
  /** undefined until the core has told it. */
  state: SettingsState | undefined
  /** Why the settings stand still; null when they are followed. */
  failure: Failure | null
  put: (state: SettingsState) => void
}

const SettingsContext = createContext<SettingsAccess>({ settings: FIRST_SETTINGS, state: undefined, failure: null, put: () => {} })

export function SettingsProvider({ children }: { children: ReactNode }): ReactNode {
  const [first] = useState(() => rememberedSettings(localStorage))
  const [state, setState] = useState<SettingsState>()
  const put = useCallback((next: SettingsState) => {
    rememberSettings(localStorage, next.settings)
    setState(next)
  }, [])
  const failure = useStream<SettingsState>({
    name: 'settings',
    open: (client, signal) => client.settings.watch(undefined, { signal }),
    onEvent: put,
  })
  const access = useMemo(() => ({ settings: state?.settings ?? first, state, failure, put }), [state, first, failure, put])
  return <SettingsContext value={access}>{children}</SettingsContext>
}

export const useSettings = (): Settings => use(SettingsContext).settings

export const useSettingsState = (): SettingsState | undefined => use(SettingsContext).state

export const useSettingsFailure = (): Failure | null => use(SettingsContext).failure

/** Rejects as the core refuses; what is refused has changed nothing. */
export function useChangeSettings(): (change: Partial<Settings>) => Promise<SettingsState> {
  const { client } = useRpc()
  const { put } = use(SettingsContext)
  return useCallback(
    async (change) => {
      const state = await client.settings.change(change)
      put(state)
      return state
    },
    [client, put],
  )
}

export interface SettingsActions {
  reset: () => Promise<void>
  dismissProblem: () => Promise<void>
}

export function useSettingsActions(): SettingsActions {
  const { client } = useRpc()
  const { put } = use(SettingsContext)
  return {
    reset: async () => put(await client.settings.reset()),
    dismissProblem: async () => put(await client.settings.dismissProblem()),
  }
}
