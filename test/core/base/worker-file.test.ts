import { expect, it } from 'vitest'
import { workerFile } from '../../../core/base/worker-file.ts'

it.each([
  ['file:///app/core/scan/sandbox/sandbox.ts', 'file:///app/core/scan/sandbox/a-worker.ts'],
  ['file:///app/out/main/core.js', 'file:///app/out/main/a-worker.js'],
  ['file:///app/out/main/chunks/core-process-abc.js', 'file:///app/out/main/a-worker.js'],
])('asked for from %s it is %s', (caller, file) => {
  expect(workerFile('./a-worker.ts', caller).href).toBe(file)
})
