// A page whose process dies comes back, unless it dies again at once.
import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import { silentLogger } from '../../core/base/logger.ts'
import { recoverPage } from '../../electron/page-recovery.ts'
import { FakeTime } from '../support/fake-time.ts'

function page() {
  const time = new FakeTime()
  const lines: string[] = []
  const contents = Object.assign(new EventEmitter(), { reload: vi.fn() })
  recoverPage(contents as never, { clock: time, logger: { ...silentLogger, warn: (line) => void lines.push(line) } })
  return { time, lines, reload: contents.reload, die: (reason = 'crashed') => contents.emit('render-process-gone', {}, { reason, exitCode: 5 }) }
}

it('is loaded again after a crash', () => {
  const { die, reload, lines } = page()
  die('oom')
  expect(reload).toHaveBeenCalledOnce()
  expect(lines).toEqual(["The page's process is gone (oom, exit code 5); loading the page again."])
})

it('is left when it crashes again within ten seconds, but not later', async () => {
  const { die, reload, time, lines } = page()
  die()
  await time.advance(10_000)
  die()
  expect(reload).toHaveBeenCalledTimes(1)
  expect(lines.at(-1)).toBe("The page's process is gone (crashed, exit code 5).")
  await time.advance(10_001)
  die()
  expect(reload).toHaveBeenCalledTimes(2)
})

it('is not loaded again when its process ended as it should', () => {
  const { die, reload } = page()
  die('clean-exit')
  expect(reload).not.toHaveBeenCalled()
})
