// Which dialect has written a record: all that are known, in the order that breaks ties, and the one whose signature is strongest.
import { connect } from './connect.ts'
import { cronsumer } from './cronsumer.ts'
import type { FailureDialect } from './dialect.ts'
import type { HeaderView } from './header-view.ts'
import { headwater } from './headwater.ts'
import { inHouse } from './in-house.ts'
import { kafkajsAsyncRetry } from './kafkajs-async-retry.ts'
import { karafka } from './karafka.ts'
import { springCloudStream } from './scs.ts'
import { shareDlq } from './share-dlq.ts'
import { smallryeDlq } from './smallrye-dlq.ts'
import { smallryeRetry } from './smallrye-retry.ts'
import { springDlpr } from './spring-dlpr.ts'
import { springRetry } from './spring-retry.ts'
import { streams } from './streams.ts'
import { watermill } from './watermill.ts'
import { wolverine } from './wolverine.ts'

export const BUILT_IN_DIALECTS: readonly FailureDialect[] = [
  springDlpr,
  springRetry,
  springCloudStream,
  connect,
  streams,
  shareDlq,
  smallryeDlq,
  smallryeRetry,
  karafka,
  wolverine,
  watermill,
  cronsumer,
  kafkajsAsyncRetry,
  headwater,
  inHouse,
]

/** Those of the user are asked first, and win ties. */
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
