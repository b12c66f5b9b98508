// The users of the broker: listed, added with a password, removed.
import { X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { BrokerSecurity } from '../../../core/contract/broker-security.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { enterAdds } from './enter-adds.ts'
import { useRemoveUser, useSetUser } from './local-broker.queries.ts'

export function BrokerUsers({ security: { users } }: { security: BrokerSecurity }): ReactNode {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const add = useSetUser()
  const remove = useRemoveUser()
  const [leaving, setLeaving] = useState<string | null>(null)
  const failure = add.error ?? remove.error
  const isKnown = users.includes(name)
  const submit = (): void => {
    if (name === '' || password === '' || add.isPending) return
    add.mutate({ name, password }, { onSuccess: () => (setName(''), setPassword('')) })
  }
  return (
    <section aria-label="Users" className="flex flex-col gap-1">
      <h3 className="font-semibold">Users</h3>
      {users.length === 0 && <p className="text-n10">Nobody yet: where clients must sign in, only the workbench comes in.</p>}
      <ul>
        {users.map((user) => (
          <li key={user} className="flex items-center gap-1">
            <span className="min-w-0 truncate font-mono text-mono select-text" title={user}>
              {user}
            </span>
            {user === leaving ? (
              <>
                <span className="shrink-0 text-n10">Its password cannot be brought back.</span>
                <Button variant="danger" disabled={remove.isPending} onClick={() => remove.mutate({ name: user }, { onSettled: () => setLeaving(null) })}>
                  Remove
                </Button>
                <Button autoFocus onClick={() => setLeaving(null)}>
                  Keep
                </Button>
              </>
            ) : (
              <IconButton label={`Remove ${user}…`} onClick={() => setLeaving(user)}>
                <X size={14} aria-hidden="true" />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      <div role="group" aria-label="New user" className="flex items-end gap-2" onKeyDown={enterAdds(submit)}>
        <TextField label="User" value={name} onChange={setName} />
        <TextField label="Password" type="password" value={password} onChange={setPassword} />
        <Button disabled={name === '' || password === '' || add.isPending} onClick={submit}>
          {isKnown ? 'Change password' : 'Add user'}
        </Button>
      </div>
      <p className="text-small text-n9">A password is kept salted and iterated; it cannot be read again.</p>
      {failure && <FailureNotice boxed failure={failureOf(failure)} />}
    </section>
  )
}
