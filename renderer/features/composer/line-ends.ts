// What was typed into a field that knows only one kind of line break, with the line breaks that were there before.

const LINE_END = /\r\n?|\n/

/** A textarea tells every line break as `\n`. What was not touched keeps its own; new ones are like the first that was there. */
export function typedOver(before: string, typed: string): string {
  if (!before.includes('\r')) return typed
  const units = before.match(/\r\n|[^]/g) ?? []
  const isSame = (unit: string | undefined, char: string | undefined): boolean => (unit?.startsWith('\r') ? '\n' : unit) === char
  const shorter = Math.min(units.length, typed.length)
  let start = 0
  while (start < shorter && isSame(units[start], typed[start])) start += 1
  let end = 0
  while (end < shorter - start && isSame(units.at(-1 - end), typed.at(-1 - end))) end += 1
  const added = typed.slice(start, typed.length - end).replaceAll('\n', LINE_END.exec(before)![0])
  return [...units.slice(0, start), added, ...units.slice(units.length - end)].join('')
}

export const lineCount = (text: string): number => text.split(LINE_END).length
