// Replays and the ledger in the window: they are about several clusters at once, so each can be armed from there.
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../core/contract/connections.ts'
import { accessOf } from '../features/connections/access.ts'
import { ArmDialog } from '../features/connections/arm-dialog.tsx'
import { LedgerScreen } from '../features/ledger/ledger-screen.tsx'
import { JobScreen } from '../features/replay/job-screen.tsx'
import { JobsScreen } from '../features/replay/jobs-screen.tsx'
import { NewPlanScreen } from '../features/replay/new-plan.tsx'
import { PlanScreen } from '../features/replay/plan-screen.tsx'
import type { ReplayWindow } from '../features/replay/plan-view.ts'
import { now } from '../ui/clock.ts'
import { go } from './places.ts'
import type { Screen } from './route.ts'
import { NEW_PLAN, type Ways, waysOf } from './ways.ts'

export interface ReplayPlaceProps {
  screen: Extract<Screen, { name: 'replay' | 'jobs' | 'job' | 'ledger' }>
  connection: Connection
  connections: readonly Connection[]
  dark: boolean
  ways: Ways
}

export function ReplayPlace({ screen, connection, connections, dark, ways }: ReplayPlaceProps): ReactNode {
  const [arming, setArming] = useState<string | null>(null)
  const toArm = connections.find(({ id }) => id === arming)
  const view: ReplayWindow = {
    connectionId: connection.id,
    connections,
    dark,
    isWritable: (connectionId) => connections.some((each) => each.id === connectionId && accessOf(each, now()).writable),
    onArm: setArming,
    // Its plan takes the place of what was on show: the way back does not lead through how it was made.
    onOpenPlan: (planId) => go({ connectionId: connection.id, screen: { name: 'replay', planId } }, { replace: screen.name === 'replay' }),
    onOpenJob: ways.openJob,
    onOpenJobs: () => ways.show({ name: 'jobs' }),
    onOpenRecord: (connectionId, topic, record) => waysOf(connectionId).openRecord(topic, record),
    onOpenDeadLetters: () => ways.openDeadLetters(),
    onStartReplay: ({ connectionId, selection, intent }) => waysOf(connectionId).startReplay(selection, intent),
  }
  return (
    <>
      <ReplayScreen screen={screen} view={view} />
      {toArm && <ArmDialog connection={toArm} onClose={() => setArming(null)} />}
    </>
  )
}

function ReplayScreen({ screen, view }: { screen: ReplayPlaceProps['screen']; view: ReplayWindow }): ReactNode {
  switch (screen.name) {
    case 'replay':
      return screen.planId === NEW_PLAN ? <NewPlanScreen {...view} /> : <PlanScreen key={screen.planId} {...view} planId={screen.planId} />
    case 'jobs':
      return <JobsScreen {...view} />
    case 'job':
      return <JobScreen key={screen.jobId} {...view} jobId={screen.jobId} />
    case 'ledger':
      return <LedgerScreen connections={view.connections} onOpenJob={view.onOpenJob} />
  }
}
