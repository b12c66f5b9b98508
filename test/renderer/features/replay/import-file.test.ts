// A file of cases goes to the core whole and in order, whatever it holds.
import { expect, it } from 'vitest'
import type { Client } from '../../../../core/contract/rpc-client.ts'
import { importFile } from '../../../../renderer/features/replay/import-file.ts'

function coreThatTakes() {
  const pieces: { fileId: string | null; text: string; isLast: boolean }[] = []
  const importPiece = async ({ fileId, text, isLast }: { fileId: string | null; text: string; isLast: boolean }) => {
    pieces.push({ fileId, text, isLast })
    return { fileId: 'file-1', records: isLast ? 7 : 0, problems: [] }
  }
  return { pieces, client: { replay: { importPiece } } as unknown as Pick<Client, 'replay'> }
}

const file = (text: string) => ({ name: 'cases.jsonl', text: async () => text })

it('sends pieces under the name that the first answer gives, and takes the last answer', async () => {
  const { pieces, client } = coreThatTakes()
  expect(await importFile(client, file('abcdefgh'), 3)).toEqual({ fileId: 'file-1', records: 7, problems: [] })
  expect(pieces).toEqual([
    { fileId: null, text: 'abc', isLast: false },
    { fileId: 'file-1', text: 'def', isLast: false },
    { fileId: 'file-1', text: 'gh', isLast: true },
  ])
})

it('never cuts a character in two, and sends an empty file too', async () => {
  const { pieces, client } = coreThatTakes()
  await importFile(client, file('ab😀cd'), 3)
  expect(pieces.map(({ text }) => text)).toEqual(['ab😀', 'cd'])
  const empty = coreThatTakes()
  await importFile(empty.client, file(''))
  expect(empty.pieces).toEqual([{ fileId: null, text: '', isLast: true }])
})
