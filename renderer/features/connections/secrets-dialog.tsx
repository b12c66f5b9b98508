// Asks again for what is not known any more: a password, a private key.
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { useEnterSecrets, useSecretsKept } from './connections.queries.ts'
import { PemField } from './pem-field.tsx'

export function SecretsDialog({ connection, onClose }: { connection: Connection; onClose: () => void }): ReactNode {
  const { id, name, missingSecrets, security } = connection
  const [password, setPassword] = useState('')
  const [key, setKey] = useState('')
  const enter = useEnterSecrets()
  const wantsPassword = missingSecrets.includes('password')
  const wantsKey = missingSecrets.includes('key')
  const isComplete = (!wantsPassword || password !== '') && (!wantsKey || key.trim() !== '')
  const submit = (): void => {
    if (!isComplete || enter.isPending) return
    enter.mutate({ connectionId: id, ...(wantsPassword && { password }), ...(wantsKey && { key: key.trim() }) }, { onSuccess: onClose })
  }
  return (
    <Dialog
      title={`Sign in to ${name}`}
      description={useSecretsKept()}
      open
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" disabled={!isComplete || enter.isPending}>
            {enter.isPending ? 'Connecting…' : 'Connect'}
          </Button>
        </>
      }
    >
      {wantsPassword && (
        <TextField label={`Password of ${security.sasl?.username ?? ''}`} type="password" autoFocus value={password} onChange={setPassword} />
      )}
      {wantsKey && <PemField label="Private key of the client certificate" placeholder="-----BEGIN PRIVATE KEY-----" value={key} onChange={setKey} />}
      {enter.isError && <FailureNotice boxed failure={failureOf(enter.error)} />}
    </Dialog>
  )
}
