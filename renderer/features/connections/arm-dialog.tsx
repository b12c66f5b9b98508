// Lets a remote cluster accept writes for a while, once its name has been typed.
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { failureOf } from '../../rpc/failure.ts'
import { useSettings } from '../../rpc/settings-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, TextField } from '../../ui/field.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Select } from '../../ui/select.tsx'
import { armPeriods, minutesText } from './arm-minutes.ts'
import { useArm } from './connections.queries.ts'

export function ArmDialog({ connection, onClose }: { connection: Connection; onClose: () => void }): ReactNode {
  const { armMinutes } = useSettings()
  const [confirmName, setConfirmName] = useState('')
  const [minutes, setMinutes] = useState(String(armMinutes))
  const arm = useArm()
  const matches = confirmName === connection.name
  const submit = (): void => {
    if (matches && !arm.isPending)
      arm.mutate({ connectionId: connection.id, confirmName, minutes: Number(minutes) }, { onSuccess: onClose })
  }
  return (
    <Dialog
      title={`Arm ${connection.name} for writing`}
      description={`${connection.bootstrapServers.join(', ')} is a remote cluster. While it is armed, messages can be sent and topics created and deleted.`}
      open
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>Keep read-only</Button>
          <Button variant="primary" type="submit" disabled={!matches || arm.isPending}>
            Arm for {minutesText(Number(minutes))}
          </Button>
        </>
      }
    >
      <TextField label={`Type the cluster’s name: ${connection.name}`} autoFocus value={confirmName} onChange={setConfirmName} />
      <Field label="For how long" hint="It becomes read-only again by itself.">
        {({ id }) => (
          <Select
            id={id}
            label="For how long"
            value={minutes}
            onChange={setMinutes}
            options={armPeriods(armMinutes).map((period) => ({ value: String(period), label: minutesText(period) }))}
          />
        )}
      </Field>
      {arm.isError && <FailureNotice boxed failure={failureOf(arm.error)} />}
    </Dialog>
  )
}
