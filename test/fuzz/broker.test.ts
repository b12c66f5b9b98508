// Hostile frames against a whole broker: in this process, over a real socket, and with bugs planted that must be noticed.
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../core/base/clock.ts'
import { handlers } from '../../core/broker/handlers/index.ts'
import { startTestBroker } from '../support/broker.ts'
import { RawClient } from '../support/raw-client.ts'
import { WireClient } from '../support/wire-client.ts'
import { fuzzBroker } from './broker-fuzzer.ts'
import { fuzzDecoder } from './decoder-fuzzer.ts'
import { randomOf, requestOf } from './inputs.ts'
import { Sentinel, SENTINEL_TOPIC } from './sentinel.ts'

/** Set HEADWATER_SEED to replay a failure. */
const seed = Number(process.env['HEADWATER_SEED'] ?? systemClock.now() % 1_000_000)
const DECODER_INPUTS = 20_000
const BROKERS = 3
const SOCKET_INPUTS = 1500
const INPUTS_PER_SOCKET = 20

describe(`hostile inputs (HEADWATER_SEED=${seed}; more of them: npm run fuzz -- --inputs 10000000)`, () => {
  it('make decoders throw nothing but ProtocolError, and soon', () => {
    for (let index = 0; index < DECODER_INPUTS; index++) expect(fuzzDecoder(seed, index), `again: npm run fuzz -- --seed ${seed} --decoder ${index}`).toBeNull()
  })

  it.each(Array.from({ length: BROKERS }, (_, number) => number))('reveal no bug of broker %i and leave its other clients alone', { timeout: 60_000 }, async (number) => {
    expect(await fuzzBroker({ seed, number }), `again: npm run fuzz -- --seed ${seed} --broker ${number}`).toBeNull()
  })

  it('do no more over a real socket', { timeout: 60_000 }, async () => {
    const broker = await startTestBroker()
    const sentinel = new Sentinel(await WireClient.connect(broker.address.port))
    await sentinel.start()
    const served = handlers.map(({ api }) => api)
    for (let index = 0; index < SOCKET_INPUTS;) {
      const client = await RawClient.connect(broker.address)
      for (let sent = 0; sent < INPUTS_PER_SOCKET; sent++) client.send(requestOf(randomOf(seed, index++), served))
      await client.next() // an answer, or the end of the connection
      client.close()
      expect(await sentinel.look()).toBeNull()
    }
    expect(broker.logger.lines.filter((line) => line.startsWith('error'))).toEqual([])
  })
})

describe('a planted bug is noticed', () => {
  it('in a handler that a rare request makes throw', async () => {
    const finding = await fuzzBroker({
      seed,
      number: 0,
      plant({ broker: { context } }) {
        const { topics } = context
        const get = topics.get.bind(topics)
        topics.get = (name) => {
          if (name === 'Größe 🚀 界') throw new RangeError('planted')
          return get(name)
        }
      },
    })
    expect(finding).toMatch(/^the broker logged: .*RangeError: planted/s)
  })

  it('in a request that reaches what belongs to others', async () => {
    const finding = await fuzzBroker({
      seed,
      number: 0,
      plant({ broker: { context } }) {
        const { topics } = context
        const get = topics.get.bind(topics)
        let count = 0
        topics.get = (name) => get(name === SENTINEL_TOPIC && ++count > 3 ? 'fuzzed' : name)
      },
    })
    expect(finding).toMatch(/^after input \d+: (record|the sentinel)/)
  })
})
