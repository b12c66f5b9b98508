import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DemoLedger } from '../../../core/services/demo-ledger.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const MADE = { topics: [{ name: 'demo.orders', topicId: 'abc' }], groups: ['demo.billing'] }
const NOTHING = { topics: [], groups: [] }

describe('The demo’s ledger', () => {
  test('is empty where there is no file, keeps what was saved over a restart, and forgets', async () => {
    const folder = await tempFolder()
    const logger = collectingLogger()
    const ledger = await DemoLedger.load(folder, logger)
    expect(ledger.made).toEqual(NOTHING)
    await ledger.save(MADE)
    expect(ledger.made).toEqual(MADE)
    expect((await DemoLedger.load(folder, logger)).made).toEqual(MADE)
    await ledger.forget()
    expect(ledger.made).toEqual(NOTHING)
    expect((await DemoLedger.load(folder, logger)).made).toEqual(NOTHING)
    expect(logger.lines).toEqual([])
  })

  test.each([
    ['is no JSON', '{'],
    ['is of another version', JSON.stringify({ version: 2, ...MADE })],
  ])('a file that %s is left alone and told of', async (_, text) => {
    const folder = await tempFolder()
    const logger = collectingLogger()
    await writeFile(join(folder, 'demo.json'), text)
    expect((await DemoLedger.load(folder, logger)).made).toEqual(NOTHING)
    expect(logger.lines).toEqual([expect.stringContaining('demo.json" cannot be used')])
    expect(await readFile(join(folder, 'demo.json'), 'utf8')).toBe(text)
  })
})
