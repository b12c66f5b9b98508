// Marks what the filter found in the rows that are drawn, without changing what is drawn.
import { type RefObject, useEffect } from 'react'

const NAME = 'record-match'

// Not among the other styles: the build's optimizer takes the pseudo-element for a slip of the pen.
const LOOK = `::highlight(${NAME}) {
  background-color: var(--color-warn-soft);
  color: var(--color-n12);
  text-decoration: underline var(--color-warn);
}`

/** Where `wanted` begins in `text`: as the core finds it, ASCII letters in either case unless `wanted` has a capital. */
export function matchesIn(text: string, wanted: string): number[] {
  if (wanted === '') return []
  const hasCapital = /[A-Z]/.test(wanted)
  const folded = hasCapital ? text : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  const places: number[] = []
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) places.push(at)
  return places
}

/** Elements with `data-searched` inside of the root are looked through whenever something is drawn anew. */
export function useMatchHighlight(root: RefObject<HTMLElement | null>, wanted: string): void {
  useEffect(() => {
    const element = root.current
    // Browsers without highlights show the rows as they are.
    if (!element || wanted === '' || !('highlights' in CSS)) return
    const look = new CSSStyleSheet()
    look.replaceSync(LOOK)
    document.adoptedStyleSheets.push(look)
    const highlight = new Highlight()
    CSS.highlights.set(NAME, highlight)
    let frame = 0
    const mark = (): void => {
      frame = 0
      highlight.clear()
      for (const searched of element.querySelectorAll('[data-searched]'))
        for (const at of matchesIn(searched.textContent, wanted)) highlight.add(rangeOf(searched, at, at + wanted.length))
    }
    const observer = new MutationObserver(() => (frame ||= requestAnimationFrame(mark)))
    observer.observe(element, { childList: true, subtree: true, characterData: true })
    mark()
    return () => {
      observer.disconnect()
      cancelAnimationFrame(frame)
      CSS.highlights.delete(NAME)
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== look)
    }
  }, [root, wanted])
}

/** Characters of an element's text, over the text nodes that they lie in. */
function rangeOf(element: Element, from: number, to: number): Range {
  const range = document.createRange()
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  let before = 0
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const after = before + (node.nodeValue?.length ?? 0)
    if (from >= before && from < after) range.setStart(node, from - before)
    if (to > before && to <= after) range.setEnd(node, to - before)
    before = after
  }
  return range
}
