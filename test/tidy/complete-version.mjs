// Prints the newest version of a package whose platform packages are all published: `node test/tidy/complete-version.mjs oxlint`.
// Run it whenever a pin is bumped: of a half-published release npm drops the missing binaries from the lock without a word.
import { execFileSync } from 'node:child_process'

const MAX_VERSIONS = 20

function npmView(...args) {
  try {
    return JSON.parse(execFileSync('npm', ['view', ...args, '--json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }) || 'null')
  } catch {
    return null // npm exits with 1 when there is no such version, which is the answer
  }
}

function missingPlatforms(name, version) {
  const wanted = Object.entries(npmView(`${name}@${version}`, 'optionalDependencies') ?? {})
  return wanted.filter(([platform, range]) => !npmView(`${platform}@${range.replace(/^[\^~]/, '')}`, 'version')).map(([platform]) => platform)
}

for (const name of process.argv.slice(2)) {
  const versions = [npmView(name, 'versions') ?? []].flat().filter((version) => !version.includes('-')).reverse()
  if (versions.length === 0) console.log(`${name}: the registry does not know it, or does not answer`)
  for (const version of versions.slice(0, MAX_VERSIONS)) {
    const missing = missingPlatforms(name, version)
    console.log(`${name}@${version}: ${missing.length === 0 ? 'complete' : `missing ${missing.join(' ')}`}`)
    if (missing.length === 0) break
  }
}
