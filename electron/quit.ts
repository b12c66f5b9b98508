// Quitting waits for the core to finish. Durability never depends on it: Windows may end the session without any of these events.
import type { App } from 'electron'

export function quitAfter(app: Pick<App, 'on' | 'quit'>, stopCore: () => Promise<void>): void {
  let state: 'running' | 'stopping' | 'stopped' = 'running'
  app.on('before-quit', (event) => {
    if (state === 'stopped') return
    event.preventDefault()
    if (state === 'stopping') return
    state = 'stopping'
    void stopCore().finally(() => {
      state = 'stopped'
      app.quit()
    })
  })
}
