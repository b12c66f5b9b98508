// Which dialect has written a record: all that are known, in the order that breaks ties, and the one whose signature is strongest.
import type { FailureDialect } from './dialect.ts'
import type { HeaderView } from './header-view.ts'
import { springDlpr } from './spring-dlpr.ts'

export const BUILT_IN_DIALECTS: readonly FailureDialect[] = [springDlpr]

export function detectDialect(headers: HeaderView, userDialects: readonly FailureDialect[] = []): FailureDialect | undefined {
  let best: FailureDialect | undefined
  let strongest = 0
  for (const dialects of [userDialects, BUILT_IN_DIALECTS]) {
    for (const dialect of dialects) {
      const strength = dialect.signature(headers)
      if (strength > strongest) [best, strongest] = [dialect, strength]
    }
  }
  return best
}

export function dialectById(id: string, userDialects: readonly FailureDialect[] = []): FailureDialect | undefined {
  return userDialects.find((dialect) => dialect.id === id) ?? BUILT_IN_DIALECTS.find((dialect) => dialect.id === id)
}
