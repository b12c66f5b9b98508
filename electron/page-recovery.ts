// Loads the page again when its process dies; a page that dies again at once is left, with a line in the log.
import type { WebContents } from 'electron'
import type { Clock } from '../core/base/clock.ts'
import type { Logger } from '../core/base/logger.ts'

const AT_ONCE_MS = 10_000

export function recoverPage(contents: Pick<WebContents, 'on' | 'reload'>, { clock, logger }: { clock: Clock; logger: Logger }): void {
  let lastMs = -Infinity
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    const isFirst = clock.monotonic() - lastMs > AT_ONCE_MS
    lastMs = clock.monotonic()
    const comesBack = isFirst && reason !== 'clean-exit'
    logger.warn(`The page's process is gone (${reason}, exit code ${exitCode})${comesBack ? '; loading the page again.' : '.'}`)
    if (comesBack) contents.reload()
  })
}
