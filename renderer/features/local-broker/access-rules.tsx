// The access rules (ACLs) of the broker: listed, added, removed; kept also while nobody asks them.
import { X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { AccessRule, BrokerSecurity } from '../../../core/contract/broker-security.ts'
import { failureOf } from '../../rpc/failure.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Field, TextField } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { enterAdds } from './enter-adds.ts'
import { useAddRule, useRemoveRule } from './local-broker.queries.ts'
import { OPERATIONS, operationsOf, PATTERNS, PERMISSIONS, RESOURCE_TYPES, ruleText } from './rule-words.ts'

const FIRST: AccessRule = { permissionType: 'ALLOW', principal: 'User:', host: '*', operation: 'READ', resourceType: 'TOPIC', patternType: 'LITERAL', resourceName: '' }

export function AccessRules({ security: { asksRules, rules } }: { security: BrokerSecurity }): ReactNode {
  const [rule, setRule] = useState(FIRST)
  const add = useAddRule()
  const remove = useRemoveRule()
  const [removed, setRemoved] = useState<AccessRule | null>(null)
  const failure = add.error ?? remove.error
  const isComplete = rule.principal.length > 'User:'.length && rule.resourceName !== '' && rule.host !== ''
  const submit = (): void => {
    if (isComplete && !add.isPending) add.mutate(rule, { onSuccess: () => setRule({ ...rule, operation: FIRST.operation }) })
  }
  return (
    <section aria-label="Access rules" className="flex flex-col gap-1">
      <h3 className="font-semibold">Access rules (ACLs)</h3>
      {!asksRules && <p className="text-n10">They are not asked: everybody who comes in may do everything. Switch them on in the settings.</p>}
      {asksRules && rules.length === 0 && <p className="text-n10">None: only the workbench and the super users may do anything.</p>}
      <ul>
        {rules.map((known) => (
          <li key={ruleText(known)} className="flex items-center gap-1">
            <span className="min-w-0 truncate select-text" title={ruleText(known)}>
              {ruleText(known)}
            </span>
            <IconButton label={`Remove the rule: ${ruleText(known)}`} onClick={() => remove.mutate(known, { onSuccess: () => setRemoved(known) })}>
              <X size={14} aria-hidden="true" />
            </IconButton>
          </li>
        ))}
      </ul>
      {removed && (
        <p role="status" className="flex items-center gap-1 text-n10">
          <span className="min-w-0 truncate">Removed: {ruleText(removed)}</span>
          <Button variant="quiet" onClick={() => add.mutate(removed, { onSuccess: () => setRemoved(null) })}>
            Undo
          </Button>
        </p>
      )}
      <RuleFields rule={rule} onChange={setRule} onEnter={submit} />
      <div>
        <Button disabled={!isComplete || add.isPending} onClick={submit}>
          Add rule
        </Button>
      </div>
      {failure && <FailureNotice boxed failure={failureOf(failure)} />}
    </section>
  )
}

function RuleFields({ rule, onChange, onEnter }: { rule: AccessRule; onChange: (rule: AccessRule) => void; onEnter: () => void }): ReactNode {
  const { permissionType, principal, host, operation, resourceType, patternType, resourceName } = rule
  const operations = OPERATIONS.filter(({ value }) => operationsOf(resourceType).includes(value))
  const setType = (next: AccessRule['resourceType']): void => {
    const name = next === 'CLUSTER' ? 'kafka-cluster' : resourceType === 'CLUSTER' ? '' : resourceName
    onChange({ ...rule, resourceType: next, resourceName: name, operation: operationsOf(next).includes(operation) ? operation : 'ALL' })
  }
  return (
    <div role="group" aria-label="New rule" className="flex flex-col gap-2" onKeyDown={enterAdds(onEnter)}>
      <div className="flex items-end gap-2">
        <Field label="Permission">
          {({ id }) => <Select id={id} label="Permission" options={PERMISSIONS} value={permissionType} onChange={(next) => onChange({ ...rule, permissionType: next })} />}
        </Field>
        <TextField label="Principal" mono value={principal} onChange={(next) => onChange({ ...rule, principal: next })} />
        <TextField label="From address" mono value={host} onChange={(next) => onChange({ ...rule, host: next })} />
      </div>
      <div className="flex items-end gap-2">
        <Field label="Operation">
          {({ id }) => <Select id={id} label="Operation" options={operations} value={operation} onChange={(next) => onChange({ ...rule, operation: next })} />}
        </Field>
        <Field label="Resource">{({ id }) => <Select id={id} label="Resource" options={RESOURCE_TYPES} value={resourceType} onChange={setType} />}</Field>
        <Field label="Pattern">
          {({ id }) => <Select id={id} label="Pattern" options={PATTERNS} value={patternType} onChange={(next) => onChange({ ...rule, patternType: next })} />}
        </Field>
        <TextField label="Name" mono disabled={resourceType === 'CLUSTER'} value={resourceName} onChange={(next) => onChange({ ...rule, resourceName: next })} />
      </div>
    </div>
  )
}
