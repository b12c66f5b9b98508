// The entry of `npm start`: a sentence for an old Node, which could not even read the TypeScript behind it.

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18) || (major === 23 && minor < 6)) {
  console.error(`Headwater needs Node 22.18 or newer; this is ${process.version}.`)
  process.exit(1)
}
await import('./start.ts')
