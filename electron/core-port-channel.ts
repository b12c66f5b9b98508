// The one IPC channel: an own page asks for a port to the core and gets it. The only importer of ipcMain.
import { ipcMain } from 'electron'
import type { CoreSupervisor } from './core-supervisor.ts'
import { isOwnTopFrame } from './guards.ts'

export function answerPortRequests(core: Pick<CoreSupervisor, 'connect'>, devUrl: string | undefined): void {
  ipcMain.on('core-port-request', ({ senderFrame }) => {
    if (senderFrame === null || !isOwnTopFrame(senderFrame, devUrl)) return
    core.connect((port) => {
      if (senderFrame.isDestroyed()) port.close()
      else senderFrame.postMessage('core-port', null, [port])
    })
  })
}
