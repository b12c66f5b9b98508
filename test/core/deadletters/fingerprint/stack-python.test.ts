import { expect, it } from 'vitest'
import { pythonSection } from '../../../../core/deadletters/fingerprint/stack-python.ts'

const traceback = [
  'Traceback (most recent call last):',
  '  File "/app/shop/prices.py", line 31, in of',
  '    return table[article]',
  '           ~~~~~^^^^^^^^^',
  "KeyError: '4711'",
  '',
  'The above exception was the direct cause of the following exception:',
  '',
  'Traceback (most recent call last):',
  '  File "/usr/lib/python3.12/site-packages/faust/agents.py", line 5, in run',
  '  File "/app/shop/agent.py", line 8, in on_order',
  'shop.PriceMissing: No price',
  'for this article',
]

it('the cause stands first; the innermost frame is the last of it', () => {
  const section = pythonSection(traceback)
  expect(section).toMatchObject({ class: 'KeyError', message: "'4711'", frames: [{ name: 'of prices.py', isFramework: false }] })
})

it('frames are innermost first, libraries are told apart, a message may have lines', () => {
  expect(pythonSection(traceback.slice(8))).toEqual({
    class: 'shop.PriceMissing',
    message: 'No price\nfor this article',
    frames: [{ name: 'on_order agent.py', isFramework: false }, { name: 'run agents.py', isFramework: true }],
  })
})

it('other text has none', () => {
  expect(pythonSection(['KeyError: 1'])).toBeNull()
})
