// Long lists are read as far as they are looked at, and what is in sight is read again when it changes.
import { expect, it, vi } from 'vitest'
import { type Page, PageList } from '../../../renderer/rpc/page-list.ts'

const PAGE = 10

function listOf(rows: string[]) {
  const asked: (number | null)[] = []
  const source = {
    firstCursor: 0,
    read: async (cursor: number | null): Promise<Page<string>> => {
      asked.push(cursor)
      const from = cursor ?? 0
      const next = from + PAGE
      return { rows: rows.slice(from, next), cursor: next < rows.length ? next : null, total: rows.length }
    },
  }
  return { list: new PageList(source), asked, rows }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `row ${index}`)

it('reads the first page, and others when they come in sight', async () => {
  const { list, asked } = listOf(numbered(35))
  expect(list.state.total).toBeNull()
  list.look(0, 5)
  await settled()
  expect([asked, list.state.total, list.state.at(3), list.state.at(12)]).toEqual([[0], 35, 'row 3', undefined])
  list.look(8, 22)
  await settled()
  expect([asked, list.state.at(22), list.state.at(29), list.state.at(30)]).toEqual([[0, 10, 20], 'row 22', 'row 29', undefined])
})

it('reads again only what is in sight', async () => {
  const { list, asked, rows } = listOf(numbered(50))
  list.look(0, 45)
  await settled()
  rows[25] = 'changed'
  rows[5] = 'not in sight'
  asked.length = 0
  list.look(22, 28)
  list.refresh()
  await settled()
  expect([asked, list.state.at(25), list.state.at(5), list.state.at(44)]).toEqual([[20], 'changed', 'row 5', 'row 44'])
})

it('shows that a list has become shorter, or longer', async () => {
  const { list, rows } = listOf(numbered(15))
  list.look(0, 14)
  await settled()
  rows.splice(4)
  list.refresh()
  await settled()
  expect([list.state.total, list.state.at(4)]).toEqual([4, undefined])
  rows.push(...numbered(20))
  list.refresh()
  await settled()
  list.look(0, 23)
  await settled()
  expect([list.state.total, list.state.at(23)]).toEqual([24, 'row 19'])
})

it('keeps what it has when reading fails, and reads on with the next look', async () => {
  const read = vi.fn<() => Promise<Page<string>>>()
  const list = new PageList({ firstCursor: null, read })
  read.mockResolvedValueOnce({ rows: ['a'], cursor: 1, total: 2 }).mockRejectedValueOnce(new Error('gone')).mockResolvedValueOnce({ rows: ['b'], cursor: null, total: 2 })
  list.look(0, 1)
  await settled()
  expect([list.state.at(0), list.state.total, (list.state.failure as Error).message]).toEqual(['a', 2, 'gone'])
  list.look(0, 1)
  await settled()
  expect([list.state.at(1), list.state.failure]).toEqual(['b', null])
})
