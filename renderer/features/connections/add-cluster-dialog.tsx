// Adds a cluster by bootstrap address. Only what answers is added; a failure names the step it came to.
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { useSaveConnection } from './connections.queries.ts'
import { parseBootstrapServers } from './bootstrap-servers.ts'

export function AddClusterDialog({ onClose, onAdded }: { onClose: () => void; onAdded: (connection: Connection) => void }): ReactNode {
  const [address, setAddress] = useState('')
  const [name, setName] = useState('')
  const add = useSaveConnection(null)
  const servers = parseBootstrapServers(address)
  const submit = (): void => {
    if (servers.length === 0 || add.isPending) return
    add.mutate({ name: name.trim() || servers[0]!, bootstrapServers: servers, hue: null, security: { tls: null, sasl: null } }, { onSuccess: onAdded })
  }
  return (
    <Dialog
      title="Connect to a cluster"
      description="Headwater connects first and adds the cluster when it answers. It starts read-only."
      open
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" disabled={servers.length === 0 || add.isPending}>
            {add.isPending ? 'Connecting…' : 'Connect'}
          </Button>
        </>
      }
    >
      <TextField
        label="Bootstrap servers"
        hint="host:port, several separated by commas. Without a port, 9092."
        placeholder="broker-1.example:9092"
        mono
        autoFocus
        value={address}
        onChange={setAddress}
      />
      <TextField
        label="Name"
        hint="How you call it. You type it again to arm the cluster for writing."
        placeholder={servers[0] ?? 'staging'}
        value={name}
        onChange={setName}
        maxLength={80}
      />
      {add.isError && <FailureNotice boxed failure={failureOf(add.error)} />}
    </Dialog>
  )
}
