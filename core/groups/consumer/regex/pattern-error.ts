// A topic pattern that is not a regular expression in RE2's syntax.

export class PatternError extends Error {
  override readonly name = 'PatternError'
}
