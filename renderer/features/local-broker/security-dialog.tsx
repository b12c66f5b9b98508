// Who may use the broker, and for what: its listeners, the users that sign in, and the access rules.
import type { ReactNode } from 'react'
import type { BrokerSecurity } from '../../../core/contract/broker-security.ts'
import { failureOf } from '../../rpc/failure.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { SkeletonRows } from '../../ui/states.tsx'
import { AccessRules } from './access-rules.tsx'
import { BrokerUsers } from './broker-users.tsx'
import { useBrokerSecurity } from './local-broker.queries.ts'

export function SecurityDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { data, error } = useBrokerSecurity()
  return (
    <Dialog title="Security of the local broker" description="The security protocol is chosen in the settings." open wide onClose={onClose}>
      {error && <FailureNotice boxed failure={failureOf(error)} />}
      {!data && !error && <SkeletonRows label="Asking the local broker" rows={4} />}
      {data && (
        <>
          <Listeners security={data} />
          <BrokerUsers security={data} />
          <AccessRules security={data} />
        </>
      )}
    </Dialog>
  )
}

function Listeners({ security: { listeners, authorityFile, mechanisms } }: { security: BrokerSecurity }): ReactNode {
  const signsIn = listeners.some(({ protocol }) => protocol.startsWith('SASL_'))
  return (
    <section aria-label="Listeners" className="flex flex-col gap-1">
      <h3 className="font-semibold">Listeners</h3>
      <ul>
        {listeners.map(({ protocol, address }) => (
          <li key={address} className="flex items-center gap-2 select-text">
            <span className="w-36 font-mono text-mono">{protocol}</span>
            <span className="font-mono text-mono">{address}</span>
          </li>
        ))}
      </ul>
      {signsIn && <p className="text-n10">Clients sign in with {mechanisms.join(', ')}.</p>}
      {authorityFile !== null && (
        <p className="flex min-w-0 items-center gap-1 text-n10">
          <span className="shrink-0">Clients trust</span>
          <span className="truncate font-mono text-mono text-n12 select-text" title={authorityFile}>
            {authorityFile}
          </span>
          <CopyButton text={() => authorityFile} label="Copy the path of the certificate" />
        </p>
      )}
    </section>
  )
}
