// End-to-end tests: one Chromium from test/e2e/browser.ts for everybody, a list on the terminal, totals as JSON for .ci/run.
import { defineConfig } from '@playwright/test'
import { findBrowser } from './test/e2e/browser.ts'

const browser = findBrowser()

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    trace: 'retain-on-failure',
    launchOptions: browser ? { executablePath: browser.executablePath, env: { ...process.env, ...browser.env } as Record<string, string> } : {},
  },
})
