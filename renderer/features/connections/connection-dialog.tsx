// Adds a cluster or changes one: addresses, security, name and colour; tried out on request, and before it is saved.
import { type ReactNode, useState } from 'react'
import type { Connection } from '../../../core/contract/connections.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { parseClientConfig } from './client-config.ts'
import { type ConnectionForm, EMPTY_FORM, formOf, nameOf, obstacleOf, securityOf, serversOf, withConfig } from './connection-form.ts'
import { useSaveConnection, useSecretsKept, useTestConnection } from './connections.queries.ts'
import { HuePicker } from './hue-picker.tsx'
import { SecurityFields } from './security-fields.tsx'
import { TrialSteps } from './trial-steps.tsx'

export interface ConnectionDialogProps {
  /** The one to change; absent to add one. */
  connection?: Connection
  onClose: () => void
  onSaved: (connection: Connection) => void
}

export function ConnectionDialog({ connection, onClose, onSaved }: ConnectionDialogProps): ReactNode {
  const [form, setForm] = useState<ConnectionForm>(() => (connection ? formOf(connection) : EMPTY_FORM))
  const [taken, setTaken] = useState<string[] | null>(null)
  const save = useSaveConnection(connection?.id ?? null)
  const test = useTestConnection()
  const obstacle = obstacleOf(form)
  const busy = save.isPending || test.isPending
  const change = (next: Partial<ConnectionForm>): void => {
    setForm((before) => ({ ...before, ...next }))
    save.reset()
    test.reset()
  }
  const read = (text: string): boolean => {
    const config = parseClientConfig(text)
    if (!config) return false
    change(withConfig(form, config))
    setTaken(config.notUnderstood)
    return true
  }
  const tryOut = (): void => {
    if (!obstacle && !busy) test.mutate({ bootstrapServers: serversOf(form), security: securityOf(form), connectionId: connection?.id ?? null })
  }
  const submit = (): void => {
    if (obstacle || busy) return
    const profile = { name: nameOf(form), bootstrapServers: serversOf(form), hue: form.hue, security: securityOf(form) }
    save.mutate(profile, { onSuccess: onSaved, onError: (error) => failureOf(error).code === 'CONNECTION_FAILED' && tryOut() })
  }
  const verb = connection ? 'Save' : 'Connect'
  const kept = { password: connection?.security.sasl?.hasPassword ?? false, key: connection?.security.tls?.hasKey ?? false }
  return (
    <Dialog
      wide
      title={connection ? `Edit ${connection.name}` : 'Connect to a cluster'}
      description="Headwater connects first and keeps what answers. A remote cluster starts read-only."
      open
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button className="mr-auto" onClick={tryOut} disabled={obstacle !== null || busy} title={obstacle ?? undefined}>
            {test.isPending ? 'Testing…' : 'Test connection'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" disabled={obstacle !== null || busy} title={obstacle ?? undefined}>
            {save.isPending ? 'Connecting…' : verb}
          </Button>
        </>
      }
    >
      <Servers form={form} isNew={!connection} onChange={change} read={read} />
      {taken !== null && <Taken notUnderstood={taken} />}
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label="Name"
          hint="You type it again to arm the cluster for writing."
          placeholder={serversOf(form)[0] ?? 'staging'}
          value={form.name}
          onChange={(name) => change({ name })}
          maxLength={80}
        />
        <HuePicker hue={form.hue} onChange={(hue) => change({ hue })} />
      </div>
      <SecurityFields form={form} kept={kept} secretsKept={useSecretsKept()} onChange={change} />
      {save.isError && !test.isPending && !test.data && <FailureNotice boxed failure={failureOf(save.error)} />}
      {test.isError && <FailureNotice boxed failure={failureOf(test.error)} />}
      <TrialSteps report={test.data} busy={test.isPending} />
    </Dialog>
  )
}

interface ServersProps {
  form: ConnectionForm
  isNew: boolean
  onChange: (change: Partial<ConnectionForm>) => void
  /** Takes a configuration over; false when the text is none. */
  read: (text: string) => boolean
}

function Servers({ form, isNew, onChange, read }: ServersProps): ReactNode {
  return (
    <div
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        void event.dataTransfer.files[0]?.text().then(read)
      }}
    >
      <TextField
        label="Bootstrap servers"
        hint="host:port, separated by commas. Or paste or drop a client.properties, librdkafka or .env configuration."
        placeholder="broker-1.example:9092"
        mono
        {...(isNew && { 'data-autofocus': '' })}
        value={form.servers}
        onChange={(servers) => onChange({ servers })}
        onPaste={(event) => read(event.clipboardData.getData('text/plain')) && event.preventDefault()}
      />
    </div>
  )
}

function Taken({ notUnderstood }: { notUnderstood: readonly string[] }): ReactNode {
  return (
    <div role="status" className="rounded-outer border border-n6 bg-n3 px-3 py-2 select-text">
      The configuration was taken over into this form.
      {notUnderstood.length > 0 && (
        <>
          {' '}
          Not understood:
          <ul className="list-disc pl-5 font-mono text-mono text-n10">
            {notUnderstood.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
