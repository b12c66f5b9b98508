#!/usr/bin/env node
// The command `headwater`: plain JavaScript, so that a Node too old for the rest can say so.

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18) || (major === 23 && minor < 6)) {
  process.stderr.write(
    `headwater: Node ${process.versions.node} is too old, 22.18 or later is needed. Run it with "npm run headwater --", which brings its own Node.\n`,
  )
  process.exit(2)
}
const { runCli } = await import('./cli.ts')
process.exit(await runCli(process.argv.slice(2)))
