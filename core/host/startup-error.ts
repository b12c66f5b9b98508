// Why Headwater could not start, as one sentence for a person: what is in the way and what to do about it.

export class StartupError extends Error {
  override readonly name = 'StartupError'
}
