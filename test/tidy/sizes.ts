// How large files and functions may grow, and which ones have.
import type { SourceFile } from './source-tree.ts'

export const MAX_FUNCTION_LINES = 70
export const MAX_FILE_LINES = 400

/** Files that may be longer, with the reason. A table may; code that collected every request of a domain may not. */
export const LONG_FILES: Record<string, string> = {}

export interface Sized {
  where: string
  lines: number
}

export function functionsBySize(files: readonly SourceFile[]): Sized[] {
  return files
    .flatMap(({ path, functions }) => functions.filter(({ isSection }) => !isSection).map(({ name, line, lines }) => ({ where: `${path}:${line} ${name}`, lines })))
    .toSorted((a, b) => b.lines - a.lines)
}

export function filesBySize(files: readonly SourceFile[]): Sized[] {
  return files.map(({ path, lines }) => ({ where: path, lines })).toSorted((a, b) => b.lines - a.lines)
}

export function tooLarge(files: readonly SourceFile[], longFiles: Record<string, string> = LONG_FILES): string[] {
  return [
    ...functionsBySize(files).filter(({ lines }) => lines > MAX_FUNCTION_LINES),
    ...filesBySize(files).filter(({ lines, where }) => lines > MAX_FILE_LINES && !(where in longFiles)),
  ].map(({ where, lines }) => `${where} has ${lines} lines`)
}
