// The dialects that a policy may write.
import { headwaterHeaders } from './headwater-headers.ts'
import { kafkajsHeaders } from './kafkajs-headers.ts'
import type { RetryHeaders } from './retry-headers.ts'
import { smallryeHeaders } from './smallrye-headers.ts'
import { springHeaders } from './spring-headers.ts'

export type HeaderDialect = 'headwater' | 'spring-retry' | 'smallrye-retry' | 'kafkajs-async-retry'

export const headerDialects: Readonly<Record<HeaderDialect, RetryHeaders>> = {
  headwater: headwaterHeaders,
  'spring-retry': springHeaders,
  'smallrye-retry': smallryeHeaders,
  'kafkajs-async-retry': kafkajsHeaders,
}
