// `npm run tidy`: the ten largest files and functions, the places where a house starts to rot.
import { filesBySize, functionsBySize, type Sized } from './sizes.ts'
import { readSourceTree } from './source-tree.ts'

const TOP = 10

function print(title: string, sized: readonly Sized[]): void {
  console.log(title)
  for (const { where, lines } of sized.slice(0, TOP)) console.log(`${String(lines).padStart(6)}  ${where}`)
}

const files = readSourceTree()
const product = files.filter(({ path }) => !path.startsWith('test/'))
const lines = (of: typeof files): number => of.reduce((sum, file) => sum + file.lines, 0)

console.log(`${product.length} source files with ${lines(product)} lines, ${files.length - product.length} test files with ${lines(files) - lines(product)} lines`)
print('The ten largest source files', filesBySize(product))
print('The ten largest functions of the sources', functionsBySize(product))
print('The ten largest functions of the tests', functionsBySize(files.filter(({ path }) => path.startsWith('test/'))))
