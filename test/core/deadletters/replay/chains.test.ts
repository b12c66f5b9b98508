import { expect, it } from 'vitest'
import { chainWrites, othersInChain, sameRecordSent, sameRecordText } from '../../../../core/deadletters/replay/chains.ts'
import { ledgerWrites } from '../../../../core/deadletters/replay/ledger.ts'
import { type LedgerRow, replayOutcomesTable } from '../../../../core/storage/workbench-tables.ts'
import { WorkbenchStore } from '../../../../core/storage/workbench-store.ts'
import { onTestFinished } from 'vitest'
import { tempFolder } from '../../../support/temp-folder.ts'

const letter = (offset: number) => ({ clusterId: 'c', topic: 'orders-dlt', topicId: 't', partition: 0, offset })
const target = { clusterId: 'c', topic: 'orders' }
const row: LedgerRow = { state: 'SENT', topic: 'orders', partition: 0, offset: 9, bytesHash: '', sizeBytes: 1, atMs: 5, audit: 0 }
const jobText = (jobId: string): string => `job ${jobId}`

async function open() {
  const store = await WorkbenchStore.open(await tempFolder())
  onTestFinished(async () => store.close())
  const send = async (jobId: string, offset: number, state: 'SENT' | 'INDOUBT' = 'SENT') => store.commit(ledgerWrites(jobId, offset, { ...row, state }, letter(offset), 'c'))
  const cameBack = async (jobId: string, offset: number, as: number) => store.commit(chainWrites(store, [{ earlier: letter(offset), later: letter(as), cameBy: { jobId, index: offset } }]))
  const consumed = async (jobId: string, offset: number) => store.commit([replayOutcomesTable.put({ jobId, index: offset }, { outcome: 'consumed', atMs: 6 })])
  const told = (offset: number): string | null => {
    const sent = sameRecordSent(store, letter(offset), target)
    return sent === undefined ? null : sameRecordText(sent, 'orders', jobText)
  }
  return { store, send, cameBack, consumed, told }
}

it('what went through by a later dead letter is known of all before it, and nothing of what came back', async () => {
  const { store, send, cameBack, consumed, told } = await open()
  await send('1', 0)
  await cameBack('1', 0, 7)
  await send('2', 7)
  await cameBack('2', 7, 8)
  expect([0, 7, 8].map(told)).toEqual([null, null, null])
  await send('3', 8)
  expect([0, 7, 8].map(told)).toEqual([...Array<string>(2).fill('The same record was sent to "orders" after job 3 replayed a later dead letter of it.'), null])
  await consumed('3', 8)
  expect(told(0)).toBe('The same record was consumed after job 3 replayed a later dead letter of it.')
  expect(othersInChain(store, letter(7)).map(({ offset }) => offset)).toEqual([0, 8])
  expect(sameRecordSent(store, letter(0), { clusterId: 'c', topic: 'elsewhere' })).toBeUndefined()
  expect(othersInChain(store, letter(99))).toEqual([])
})

it('an earlier one that was sent once more holds back the later one, also where nobody knows whether it arrived', async () => {
  const { send, cameBack, told } = await open()
  await send('1', 0)
  await cameBack('1', 0, 7)
  await send('3', 0, 'INDOUBT')
  expect(told(7)).toBe('The same record may have been sent to "orders" after job 3 replayed an earlier dead letter of it.')
})

it('links of one look are laid onto each other, and a link that is known adds nothing', async () => {
  const { store } = await open()
  const links = [0, 1, 2].map((offset) => ({ earlier: letter(offset), later: letter(offset + 1), cameBy: { jobId: '1', index: offset } }))
  await store.commit(chainWrites(store, links))
  expect(chainWrites(store, links)).toEqual([])
  expect(othersInChain(store, letter(3)).map(({ offset }) => offset)).toEqual([0, 1, 2])
  expect(sameRecordSent(store, { file: 'f', line: 1 }, target)).toBeUndefined()
})
