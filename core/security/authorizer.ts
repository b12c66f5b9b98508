// The decision of Kafka's StandardAuthorizer: super users may everything; a matching DENY wins; an ALLOW is needed, except where no rule speaks of the resource.
import { type AclOperation, type ResourceType, WILDCARD } from '../protocol/acl-words.ts'
import type { Acl, Acls } from './acls.ts'

export interface AuthorizerOptions {
  readonly acls: Acls
  /** `User:alice` */
  readonly superUsers: ReadonlySet<string>
  /** allow.everyone.if.no.acl.found */
  readonly allowsWithoutAcls: boolean
}

export interface Client {
  /** `User:alice` */
  readonly principal: string
  /** Its address. */
  readonly host: string
}

/** What an ALLOW for one operation allows besides. */
const IMPLYING: Partial<Record<AclOperation, readonly AclOperation[]>> = {
  DESCRIBE: ['DESCRIBE', 'READ', 'WRITE', 'DELETE', 'ALTER'],
  DESCRIBE_CONFIGS: ['DESCRIBE_CONFIGS', 'ALTER_CONFIGS'],
}

const EVERY_USER = 'User:*'
/** Only what holds for every name holds for this one. */
const NAME_OF_NOTHING = '\0'

export class StandardAuthorizer {
  readonly #options: AuthorizerOptions
  #rules: ReadonlyMap<ResourceType, RulesOfType>

  constructor(options: AuthorizerOptions) {
    this.#options = options
    this.#rules = indexed(options.acls)
    options.acls.onChanged = () => (this.#rules = indexed(options.acls))
  }

  isAllowed(client: Client, operation: AclOperation, resourceType: ResourceType, resourceName: string): boolean {
    const { superUsers, allowsWithoutAcls } = this.#options
    if (superUsers.has(client.principal)) return true
    const rules = this.#rules.get(resourceType)
    let isKnown = false
    let isAllowed = false
    for (const acl of rules === undefined ? [] : rules.about(resourceName)) {
      isKnown = true
      if (!isMeant(acl, client) || !covers(acl, operation)) continue
      if (acl.permissionType === 'DENY') return false
      isAllowed = true
    }
    return isAllowed || (!isKnown && allowsWithoutAcls)
  }

  /** Whether there is a name of the type on which the client may do it, be there such a resource or not (KIP-679). */
  isAllowedOnAny(client: Client, operation: AclOperation, resourceType: ResourceType): boolean {
    if (this.isAllowed(client, operation, resourceType, NAME_OF_NOTHING)) return true
    const acls = this.#rules.get(resourceType)?.all ?? []
    const about = acls.filter((acl) => isMeant(acl, client) && (acl.operation === operation || acl.operation === 'ALL'))
    const denials = about.filter((acl) => acl.permissionType === 'DENY')
    if (denials.some(isEverything)) return false
    return about.some((grant) => grant.permissionType === 'ALLOW' && !denials.some((denial) => outdoes(denial, grant)))
  }
}

/** The rules of one type of resource, by how they name it. */
class RulesOfType {
  readonly all: Acl[] = []
  readonly #literal = new Map<string, Acl[]>()
  readonly #prefixed = new Map<string, Acl[]>()
  readonly #prefixLengths = new Set<number>()

  add(acl: Acl): void {
    this.all.push(acl)
    const named = acl.patternType === 'PREFIXED' ? this.#prefixed : this.#literal
    named.set(acl.resourceName, [...(named.get(acl.resourceName) ?? []), acl])
    if (acl.patternType === 'PREFIXED') this.#prefixLengths.add(acl.resourceName.length)
  }

  *about(name: string): Iterable<Acl> {
    yield* this.#literal.get(name) ?? []
    if (name !== WILDCARD) yield* this.#literal.get(WILDCARD) ?? []
    for (const length of this.#prefixLengths) {
      if (length <= name.length) yield* this.#prefixed.get(name.slice(0, length)) ?? []
    }
  }
}

function indexed(acls: Acls): ReadonlyMap<ResourceType, RulesOfType> {
  const rules = new Map<ResourceType, RulesOfType>()
  for (const acl of acls.all()) {
    const ofType = rules.get(acl.resourceType) ?? new RulesOfType()
    rules.set(acl.resourceType, ofType)
    ofType.add(acl)
  }
  return rules
}

function isMeant(acl: Acl, { principal, host }: Client): boolean {
  return (acl.principal === principal || acl.principal === EVERY_USER) && (acl.host === host || acl.host === WILDCARD)
}

function covers(acl: Acl, operation: AclOperation): boolean {
  if (acl.operation === 'ALL' || acl.operation === operation) return true
  return acl.permissionType === 'ALLOW' && (IMPLYING[operation]?.includes(acl.operation) ?? false)
}

const isEverything = (acl: Acl): boolean => acl.patternType === 'LITERAL' && acl.resourceName === WILDCARD

/** Whether no name is left of what is granted. */
function outdoes(denial: Acl, grant: Acl): boolean {
  if (denial.patternType === 'PREFIXED') return !isEverything(grant) && grant.resourceName.startsWith(denial.resourceName)
  return grant.patternType === 'LITERAL' && grant.resourceName === denial.resourceName
}
