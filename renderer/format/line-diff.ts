// Which lines two texts share, in order, and which only one of them has.

export interface DiffLine {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** Pairs of lines that are compared at most; beyond it, what lies between equal beginnings and ends counts as rewritten. */
const MAX_PAIRS = 1_000_000

export function diffLines(before: string, after: string): DiffLine[] {
  const [left, right] = [before.split('\n'), after.split('\n')]
  const head = sharedHead(left, right)
  const tail = sharedTail(left, right, head)
  const [a, b] = [left.slice(head, left.length - tail), right.slice(head, right.length - tail)]
  return [...marked('same', left.slice(0, head)), ...middle(a, b), ...marked('same', left.slice(left.length - tail))]
}

const marked = (kind: DiffLine['kind'], lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind, text }))

function sharedHead(left: readonly string[], right: readonly string[]): number {
  let head = 0
  while (head < left.length && head < right.length && left[head] === right[head]) head += 1
  return head
}

function sharedTail(left: readonly string[], right: readonly string[], head: number): number {
  let tail = 0
  const most = Math.min(left.length, right.length) - head
  while (tail < most && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail += 1
  return tail
}

function middle(a: readonly string[], b: readonly string[]): DiffLine[] {
  if (a.length * b.length > MAX_PAIRS) return [...marked('removed', a), ...marked('added', b)]
  const longest = longestTable(a, b)
  const width = b.length + 1
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i++]! })
      j += 1
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) lines.push({ kind: 'removed', text: a[i++]! })
    else lines.push({ kind: 'added', text: b[j++]! })
  }
  return [...lines, ...marked('removed', a.slice(i)), ...marked('added', b.slice(j))]
}

/** How many lines are shared at most from each pair of places on. */
function longestTable(a: readonly string[], b: readonly string[]): Uint16Array {
  const width = b.length + 1
  const table = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      table[i * width + j] = a[i] === b[j] ? table[(i + 1) * width + j + 1]! + 1 : Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!)
  return table
}

/** Without what is the same on both sides but for a few lines around each change; null stands for lines left out. */
export function aroundChanges(lines: readonly DiffLine[], context: number): (DiffLine | null)[] {
  const keep = new Uint8Array(lines.length)
  lines.forEach(({ kind }, at) => {
    if (kind !== 'same') keep.fill(1, Math.max(0, at - context), at + context + 1)
  })
  // One line left out would take as much room as the mark that stands for it.
  keep.forEach((kept, at) => {
    if (kept === 0 && (at === 0 || keep[at - 1] === 1) && (at === keep.length - 1 || keep[at + 1] === 1)) keep[at] = 1
  })
  return lines.flatMap((line, at) => (keep[at] === 1 ? [line] : at === 0 || keep[at - 1] === 1 ? [null] : []))
}
