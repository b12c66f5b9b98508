// How a cluster is spoken to: encrypted or not, signed in or not, and what each of them needs.
import { type ReactNode, useId } from 'react'
import { TextField } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { type ConnectionForm, protocolOf } from './connection-form.ts'
import { PemField } from './pem-field.tsx'

export interface SecurityFieldsProps {
  form: ConnectionForm
  /** Secrets that the core has already: a field left empty keeps them. */
  kept: { password: boolean; key: boolean }
  secretsKept: string
  onChange: (change: Partial<ConnectionForm>) => void
}

const ENCRYPTION = [
  { value: 'none', label: 'None' },
  { value: 'tls', label: 'TLS' },
] as const

const MECHANISMS = [
  { value: 'none', label: 'None' },
  { value: 'PLAIN', label: 'PLAIN' },
  { value: 'SCRAM-SHA-256', label: 'SCRAM-SHA-256' },
  { value: 'SCRAM-SHA-512', label: 'SCRAM-SHA-512' },
] as const

export function SecurityFields(props: SecurityFieldsProps): ReactNode {
  const { form, onChange, secretsKept } = props
  const needsSecrets = form.mechanism !== 'none' || (form.tls && form.certificate !== '')
  return (
    <>
      <div className="flex items-end gap-4">
        <Choice label="Encryption">
          <Segments label="Encryption" options={ENCRYPTION} value={form.tls ? 'tls' : 'none'} onChange={(next) => onChange({ tls: next === 'tls' })} />
        </Choice>
        <Choice label="Sign-in (SASL)">
          <Segments label="Sign-in" options={MECHANISMS} value={form.mechanism} onChange={(mechanism) => onChange({ mechanism })} />
        </Choice>
        <code className="ml-auto pb-1 font-mono text-mono text-n9" title="security.protocol in Kafka’s words">
          {protocolOf(form)}
        </code>
      </div>
      {form.mechanism !== 'none' && <SaslFields {...props} />}
      {form.tls && <TlsFields {...props} />}
      {needsSecrets && <p className="text-small text-n9">{secretsKept}</p>}
      {form.mechanism === 'PLAIN' && !form.tls && (
        <p className="text-small text-warn">PLAIN without TLS sends the password readable over the network.</p>
      )}
    </>
  )
}

function Choice({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden="true" className="text-small font-medium text-n10">
        {label}
      </span>
      {children}
    </div>
  )
}

function SaslFields({ form, kept, onChange }: SecurityFieldsProps): ReactNode {
  return (
    <div className="grid grid-cols-2 gap-3">
      <TextField label="User name" mono value={form.username} onChange={(username) => onChange({ username })} />
      <TextField
        label="Password"
        type="password"
        placeholder={kept.password ? 'As kept' : ''}
        value={form.password}
        onChange={(password) => onChange({ password })}
      />
    </div>
  )
}

function TlsFields({ form, kept, onChange }: SecurityFieldsProps): ReactNode {
  const id = useId()
  return (
    <>
      <PemField
        label="Trusted authority (CA)"
        hint="PEM. Empty: the authorities that this computer trusts."
        value={form.ca}
        onChange={(ca) => onChange({ ca })}
      />
      <details open={form.certificate !== '' || form.serverName !== '' || form.acceptAnyCertificate} className="group flex flex-col">
        <summary className="w-fit text-n11">Client certificate, server name, verification</summary>
        <div className="flex flex-col gap-3 pt-3">
          <PemField
            label="Client certificate"
            hint="PEM, for mutual TLS. Empty: none is shown."
            value={form.certificate}
            onChange={(certificate) => onChange({ certificate })}
          />
          {(form.certificate !== '' || form.key !== '') && (
            <PemField
              label="Private key"
              placeholder={kept.key ? 'As kept' : '-----BEGIN PRIVATE KEY-----'}
              value={form.key}
              onChange={(key) => onChange({ key })}
            />
          )}
          <TextField
            label="Server name"
            hint="What the certificate is made out to, when that is not the host name."
            mono
            value={form.serverName}
            onChange={(serverName) => onChange({ serverName })}
          />
          <label htmlFor={id} className="flex items-center gap-2">
            <input
              id={id}
              type="checkbox"
              className="accent-(--color-accent)"
              checked={form.acceptAnyCertificate}
              onChange={(event) => onChange({ acceptAnyCertificate: event.target.checked })}
            />
            Accept any certificate
          </label>
          {form.acceptAnyCertificate && (
            <p className="text-small text-warn">Whoever is between you and the cluster can read and change everything. The cluster is marked NOT VERIFIED.</p>
          )}
        </div>
      </details>
    </>
  )
}
