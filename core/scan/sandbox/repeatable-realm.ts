// Makes a guest's context answer the same for the same record, however often and in whichever order: nothing is kept from record to record, the time
// stands still, and chance is drawn from the record. Handed over as text (REALM_PIECES), like the guest itself.

/** What each record begins with. */
export interface RecordMoment {
  readonly nowMs: number
  /** The same seed draws the same from Math.random. */
  readonly seed: string
}

interface Chance {
  begin(seed: string): void
  /** In [0, 1). */
  next(): number
}

/** sfc32, which begins anew with each seed; a seed is looked at where something is drawn. */
function seededChance(): Chance {
  let seed: string | null = ''
  let [a, b, c, d] = [0, 0, 0, 1]
  const draw = (): number => {
    const drawn = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + drawn) | 0
    return drawn >>> 0
  }
  const open = (text: string): void => {
    ;[a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 1]
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at)
      a = Math.imul(a ^ unit, 0x85ebca6b)
      b = Math.imul(b ^ a ^ (a >>> 15), 0xc2b2ae35)
      c = Math.imul(c ^ b ^ (b >>> 13), 0x27d4eb2f)
    }
    for (let round = 0; round < 12; round++) draw()
  }
  return {
    begin(text) {
      seed = text
    },
    next() {
      if (seed !== null) open(seed)
      seed = null
      return ((draw() >>> 5) * 0x400_0000 + (draw() >>> 6)) / 0x20_0000_0000_0000
    },
  }
}

/** A Date without a time of its own; `now` says what time it is. */
function standingDate(now: () => number): DateConstructor {
  const Living = Date
  const Standing = new Proxy(Living, {
    apply: () => new Living(now()).toString(),
    construct: (target, parts, made) => Reflect.construct(target, parts.length === 0 ? [now()] : parts, made) as Date,
  })
  Living.now = now
  Living.prototype.constructor = Standing
  const formats = Intl.DateTimeFormat.prototype
  const { get } = Object.getOwnPropertyDescriptor(formats, 'format') as unknown as { get: (this: Intl.DateTimeFormat) => (date: Date | number) => string }
  const { formatToParts } = formats as unknown as { formatToParts: (this: Intl.DateTimeFormat, date: Date | number) => Intl.DateTimeFormatPart[] }
  Object.defineProperty(formats, 'format', {
    get(this: Intl.DateTimeFormat) {
      const format = get.call(this)
      return (date?: Date | number): string => format(date === undefined ? now() : date)
    },
  })
  formats.formatToParts = function (date) {
    return formatToParts.call(this, date === undefined ? now() : date)
  }
  return Standing
}

/** A frozen prototype forbids its heirs to have a `name` or `toString` of their own by assignment; this one does not. */
function lendsNames(prototype: object): void {
  for (const key of Reflect.ownKeys(prototype)) {
    const { value, configurable, enumerable } = Object.getOwnPropertyDescriptor(prototype, key) as PropertyDescriptor & { value?: unknown }
    if (value === undefined || configurable !== true) continue
    Object.defineProperty(prototype, key, {
      get: () => value,
      set(this: object, own: unknown) {
        if (this === prototype) throw new TypeError(`Cannot assign to read only property '${String(key)}'`)
        Object.defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true })
      },
      enumerable: enumerable === true,
      configurable: false,
    })
  }
}

/** These, and all that can be reached from them. */
function freezeAll(roots: readonly unknown[]): void {
  const seen = new Set<unknown>()
  const pending = [...roots]
  while (pending.length > 0) {
    const one = pending.pop()
    if ((typeof one !== 'object' && typeof one !== 'function') || one === null || seen.has(one)) continue
    seen.add(Object.freeze(one))
    pending.push(Object.getPrototypeOf(one))
    for (const key of Reflect.ownKeys(one)) {
      const described: object = Object.getOwnPropertyDescriptor(one, key)!
      pending.push(...(Object.values(described) as unknown[]))
    }
  }
}

/** What no global leads to, but the language itself hands out. */
function unnamedObjects(): unknown[] {
  const segments = new Intl.Segmenter().segment('')
  const made = [[].values(), ''[Symbol.iterator](), new Map().entries(), new Set().values(), /x/[Symbol.matchAll](''), segments, segments[Symbol.iterator]()]
  const { from } = Reflect.get(globalThis, 'Iterator') as { from: (steps: object) => { map: (step: () => void) => object } }
  const wrapped = from({ next: () => ({ done: true, value: 0 }) })
  return [...made, wrapped, wrapped.map(() => {}), function* () {}, async function () {}, async function* () {}]
}

function refuseToKeep(name: string | symbol): never {
  throw new TypeError(`${String(name)} cannot be kept in globalThis: nothing is kept from record to record.`)
}

/** For the context and for good: the answer is asked before each record. `own`: of ours, and within a person's reach. */
export function repeatableRealm(own: readonly object[]): (moment: RecordMoment) => void {
  const chance = seededChance()
  const nothing = /(?:)/
  let nowMs = 0
  const realm = globalThis as unknown as Record<string, unknown>
  Object.assign(Math, { random: () => chance.next() })
  Object.defineProperty(realm, 'Date', { value: standingDate(() => nowMs), enumerable: false })
  for (const made of [Object, Function, Error, AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]) lendsNames(made.prototype as object)
  const globals: Record<string, unknown> = {}
  const shown = new Proxy(globals, { defineProperty: (target, name, as) => (Object.hasOwn(target, name) ? Reflect.defineProperty(target, name, as) : refuseToKeep(name)) })
  for (const name of Object.getOwnPropertyNames(realm)) {
    const { value, enumerable } = Object.getOwnPropertyDescriptor(realm, name)!
    // A context's own global cannot be frozen: a copy of it takes its name.
    const kept: unknown = name === 'globalThis' ? shown : value
    for (const holder of [globals, realm]) Object.defineProperty(holder, name, { value: kept, enumerable: enumerable === true, writable: false, configurable: false })
  }
  freezeAll([shown, ...own, ...unnamedObjects()])
  return (moment) => {
    nowMs = moment.nowMs
    chance.begin(moment.seed)
    // What RegExp.$1 and the like tell is of this record.
    nothing.test('')
  }
}

export const REALM_PIECES = [seededChance, standingDate, lendsNames, freezeAll, unnamedObjects, refuseToKeep, repeatableRealm] as const
