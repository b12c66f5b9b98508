import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/conformance/**', 'test/bench/**'],
    environment: 'node',
    testTimeout: 20_000,
    // lmdb-js rejects an internal promise that nobody can catch when a commit fails (see core/storage/safe-lmdb.ts); tests provoke that.
    onUnhandledError: (error) => !('commitError' in error),
  },
})
