// What a person asked of a job, and why it is not done.

export class JobRefusal extends Error {
  override readonly name = 'JobRefusal'
  readonly remedy: string

  constructor(message: string, remedy: string) {
    super(message)
    this.remedy = remedy
  }
}
