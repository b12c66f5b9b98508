// Details that could not be asked for, said above the list whose names are there. What was known before stays in its rows.
import { type ReactNode, useSyncExternalStore } from 'react'
import { FailureNotice } from '../ui/failure-notice.tsx'
import { failureOf } from './failure.ts'
import type { AnyGlanceStore } from './glance-store.ts'

export function GlanceFailure({ store }: { store: AnyGlanceStore }): ReactNode {
  const error = useSyncExternalStore(store.subscribe, () => store.failure)
  const failure = error === null ? null : failureOf(error)
  if (!failure || failure.code === 'LOST') return null
  return <FailureNotice failure={{ ...failure, message: `Details of the rows could not be read. ${failure.message}` }} action={{ label: 'Read again', run: () => store.refresh() }} />
}
