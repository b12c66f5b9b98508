// Prints one line with the totals of all tests, counted from the reports of vitest and Playwright. Fails if a report is missing.
import { existsSync, readFileSync } from 'node:fs'

const readReport = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined)

function unitTotals({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  // A file that cannot even be loaded has no tests that could fail.
  const brokenFiles = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length
  return { passed: numPassedTests, failed: numFailedTests + brokenFiles, skipped: numPendingTests + numTodoTests }
}

function endToEndTotals({ stats, errors }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length, skipped: stats.skipped }
}

const unit = readReport('test-results/unit.json')
const endToEnd = readReport('test-results/e2e.json')
const totals = [unit && unitTotals(unit), endToEnd && endToEndTotals(endToEnd)].filter(Boolean)
const sum = (kind) => totals.reduce((total, part) => total + part[kind], 0)
const missing = [!unit && 'unit', !endToEnd && 'end-to-end'].filter(Boolean)

if (missing.length > 0) console.log(`headwater: no report of the ${missing.join(' and ')} tests: they did not run`)
console.log(`headwater: ${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
process.exitCode = missing.length > 0 || sum('failed') > 0 ? 1 : 0
