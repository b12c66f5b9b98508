// All that the page gets from Electron: one function that asks for a port to the core. The port arrives as a window message.
import { contextBridge, ipcRenderer } from 'electron'

ipcRenderer.on('core-port', (event) => {
  window.postMessage('core-port', location.origin, [event.ports[0]!])
})

contextBridge.exposeInMainWorld('desktop', { requestPort: () => ipcRenderer.send('core-port-request') })
