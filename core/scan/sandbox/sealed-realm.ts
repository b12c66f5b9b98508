// Takes from a worker thread's own realm the way from any object to code made of text: what leaks out of a guest's context leads nowhere.

/** For the whole thread and for good; before anything of a guest runs. Thrown errors and promises of Node belong to this realm, and may reach a guest. */
export function sealRealm(): void {
  const made = [function () {}, async function () {}, function* () {}, async function* () {}]
  for (const one of made) {
    const prototype = Object.getPrototypeOf(one) as object
    Object.defineProperty(prototype, 'constructor', { value: undefined, writable: false, configurable: false })
  }
  process.on('unhandledRejection', (reason, promise) => {
    if (!isOfGuest(reason, promise)) throw reason
  })
}

/** A promise that a guest leaves behind is nobody's: what its function returned has been judged by then. That of an import is made by Node for it. */
function isOfGuest(reason: unknown, promise: Promise<unknown>): boolean {
  return !(promise instanceof Promise) || (reason instanceof Error && (reason as NodeJS.ErrnoException).code === 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING')
}
