// Takes from a worker thread's own realm the way from any object to code made of text: what leaks out of a guest's context leads nowhere.

/** For the whole thread and for good; before anything of a guest runs. Thrown errors and promises of Node belong to this realm, and may reach a guest. */
export function sealRealm(): void {
  const made = [function () {}, async function () {}, function* () {}, async function* () {}]
  for (const one of made) {
    const prototype = Object.getPrototypeOf(one) as object
    Object.defineProperty(prototype, 'constructor', { value: undefined, writable: false, configurable: false })
  }
}
