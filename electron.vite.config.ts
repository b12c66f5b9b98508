// Builds main process, core process, command-line server, preload and page. Only package.json's `dependencies` stay outside.
import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const at = (path: string): string => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    // Its main entry reads a .wasm file beside itself, where a bundle has none; this entry of the same package carries the bytes.
    resolve: { alias: { '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled' } },
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          main: at('electron/main.ts'), // the only one that imports electron
          core: at('electron/core-entry.ts'), // the utility process
          'scan-worker': at('core/scan/engine/scan-worker.ts'), // a worker thread, as the next one (core/base/worker-file.ts)
          'sandbox-worker': at('core/scan/sandbox/sandbox-worker.ts'),
          server: at('core/host/headwater.mjs'), // plain Node: the command line, which `npm start` runs where there is no desktop
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rolldownOptions: {
        input: { preload: at('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' }, // a sandboxed preload cannot be an ES module
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react(), tailwindcss()],
    worker: { format: 'es' },
    build: {
      outDir: 'out/renderer',
      minify: true,
      sourcemap: false,
      assetsInlineLimit: 0, // the content security policy has no data: for fonts and scripts
      chunkSizeWarningLimit: 4500, // the editor, loaded when it is needed
      rolldownOptions: { input: at('renderer/index.html') },
    },
  },
})
