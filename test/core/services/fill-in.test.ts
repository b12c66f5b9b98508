import { expect, it } from 'vitest'
import { fillInTemplate } from '../../../core/services/fill-in.ts'

const fillIn = { seq: 7, uuid: '11111111-2222-4333-8444-555555555555', nowMs: Date.UTC(2026, 0, 2, 3, 4, 5, 6) }

it.each([
  ['{{seq}}', '7'],
  ['{"n":{{seq}},"m":"{{seq}}"}', '{"n":7,"m":"7"}'],
  ['{{uuid}}-{{now}}-{{epochMs}}', '11111111-2222-4333-8444-555555555555-2026-01-02T03:04:05.006Z-1767323045006'],
  ['{{other}} {{ seq }} {seq} {{SEQ}} $&', '{{other}} {{ seq }} {seq} {{SEQ}} $&'],
  ['', ''],
])('fills in %s', (template, filled) => {
  expect(fillInTemplate(template)(fillIn)).toBe(filled)
})
