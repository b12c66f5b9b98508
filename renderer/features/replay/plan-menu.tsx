// What can be done with a plan as a whole: another name, or throwing it away.
import { type ReactNode, useState } from 'react'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { PlanView } from './plan-view.ts'
import { useDiscardPlan } from './replay.queries.ts'

export function PlanMenu({ view }: { view: PlanView }): ReactNode {
  const [asking, setAsking] = useState<'name' | 'discard' | null>(null)
  const { isStarted } = view
  return (
    <>
      <MenuButton
        label="More for this plan"
        entries={[
          { label: 'Rename…', disabled: isStarted, run: () => setAsking('name') },
          { label: 'Discard the plan…', danger: true, disabled: isStarted, ...(isStarted && { title: 'It has been started; its replay keeps it.' }), run: () => setAsking('discard') },
        ]}
      />
      {asking === 'name' && <NameDialog view={view} onClose={() => setAsking(null)} />}
      {asking === 'discard' && <DiscardDialog view={view} onClose={() => setAsking(null)} />}
    </>
  )
}

function NameDialog({ view: { summary, actions }, onClose }: { view: PlanView; onClose: () => void }): ReactNode {
  const [name, setName] = useState(summary.name)
  const mayRename = name.trim() !== '' && !actions.isBusy
  return (
    <Dialog
      title="Rename the plan"
      open
      onClose={onClose}
      onSubmit={() => mayRename && actions.change({ name: name.trim() }, onClose)}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" disabled={!mayRename}>
            Rename
          </Button>
        </>
      }
    >
      <TextField label="Name" hint="The replay will be called so, too." maxLength={200} value={name} onChange={setName} />
    </Dialog>
  )
}

function DiscardDialog({ view: { summary, onOpenJobs }, onClose }: { view: PlanView; onClose: () => void }): ReactNode {
  const discard = useDiscardPlan()
  return (
    <ConfirmDialog
      title="Discard the plan?"
      verb="Discard the plan"
      danger
      busy={discard.isPending}
      failure={discard.error && failureOf(discard.error)}
      onClose={onClose}
      onConfirm={() => discard.mutate(summary.planId, { onSuccess: onOpenJobs })}
    >
      <p>Its selection, edits and repair are gone then. Nothing of it was sent, and the dead letters stay where they are.</p>
    </ConfirmDialog>
  )
}
