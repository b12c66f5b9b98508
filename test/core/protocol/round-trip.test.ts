// Every version of every API, both ways: what is encoded is decoded again, and encoded as an independent encoder would.
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../../core/base/clock.ts'
import { seededRandom } from '../../../core/base/random.ts'
import { apis, decode, directions, encode, fieldsOf, versionsOf } from './apis.ts'
import { oracleBody } from './oracle-encoder.ts'
import { oracleIsHere, oracleOf } from './oracle.ts'
import { randomMessage } from './random-message.ts'

/** Set HEADWATER_SEED to replay a failure. */
const seed = Number(process.env['HEADWATER_SEED'] ?? systemClock.now() % 1_000_000)
const MESSAGES_PER_VERSION = 12

describe(`random messages (HEADWATER_SEED=${seed})`, () => {
  for (const api of apis) {
    for (const direction of directions) {
      test(`${api.name} ${direction}s come back as they were`, () => {
        const random = seededRandom(seed + api.key)
        for (const version of versionsOf(api)) {
          for (let i = 0; i < MESSAGES_PER_VERSION; i++) {
            const message = randomMessage(random, fieldsOf(api, direction), version)
            expect(decode(api, direction, version, encode(api, direction, version, message)), `version ${version}`).toEqual(message)
          }
        }
      })

      test.skipIf(!oracleIsHere)(`${api.name} ${direction}s have the bytes that an independent encoder makes`, () => {
        const random = seededRandom(seed + api.key)
        const oracle = oracleOf(api.name, direction)
        for (const version of versionsOf(api)) {
          for (let i = 0; i < MESSAGES_PER_VERSION; i++) {
            const message = randomMessage(random, fieldsOf(api, direction), version)
            const bytes = encode(api, direction, version, message)
            expect(bytes.toString('hex'), `version ${version}`).toBe(oracleBody(oracle, version, message).toString('hex'))
          }
        }
      })
    }
  }
})
