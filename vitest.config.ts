import { defineConfig } from 'vitest/config'

/** Starts and stops whole processes. */
const HOST = ['test/core/host/**/*.test.ts']

export default defineConfig({
  test: {
    projects: [
      // Whose modules keep no state of their own: they are evaluated once per worker instead of once per file, which takes a third of the time.
      { extends: true, test: { name: 'rooms', include: ['test/core/**/*.test.ts', 'test/renderer/**/*.test.ts', 'test/electron/**/*.test.ts'], exclude: HOST, isolate: false } },
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts', ...HOST], exclude: ['test/e2e/**', 'test/conformance/**', 'test/bench/**', 'test/core/!(host)/**', 'test/renderer/**', 'test/electron/**'] } },
    ],
    environment: 'node',
    testTimeout: 20_000,
    // lmdb-js rejects an internal promise that nobody can catch when a commit fails (see core/storage/safe-lmdb.ts); tests provoke that.
    onUnhandledError: (error) => !('commitError' in error),
  },
})
