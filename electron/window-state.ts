// Where the window was: read at start and clamped to a visible display, written when it changes.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Rectangle } from 'electron'

export interface WindowState {
  /** undefined: the system chooses. */
  x: number | undefined
  y: number | undefined
  width: number
  height: number
  isMaximized: boolean
}

export const MIN_WIDTH = 900
export const MIN_HEIGHT = 560
const DEFAULT_STATE: WindowState = { x: undefined, y: undefined, width: 1360, height: 860, isMaximized: false }

/** A missing, broken or foreign file means the default: a window's place is not worth an error. */
export function loadWindowState(path: string): WindowState {
  try {
    return parseWindowState(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return DEFAULT_STATE
  }
}

export function saveWindowState(path: string, state: WindowState): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, JSON.stringify(state))
  renameSync(`${path}.new`, path)
}

export function parseWindowState(value: unknown): WindowState {
  if (typeof value !== 'object' || value === null) return DEFAULT_STATE
  const { x, y, width, height, isMaximized } = value as Partial<Record<keyof WindowState, unknown>>
  if (!Number.isSafeInteger(width) || !Number.isSafeInteger(height)) return DEFAULT_STATE
  const hasPlace = Number.isSafeInteger(x) && Number.isSafeInteger(y)
  return {
    x: hasPlace ? (x as number) : undefined,
    y: hasPlace ? (y as number) : undefined,
    width: Math.max(MIN_WIDTH, width as number),
    height: Math.max(MIN_HEIGHT, height as number),
    isMaximized: isMaximized === true,
  }
}

/** Moves and shrinks the window into the display that shows most of it; without an overlap the system chooses the place. */
export function clampToDisplays(state: WindowState, workAreas: readonly Rectangle[]): WindowState {
  const { x, y, width, height } = state
  if (x === undefined || y === undefined) return state
  const best = workAreas
    .map((area) => ({ area, visible: overlap(x, width, area.x, area.width) * overlap(y, height, area.y, area.height) }))
    .reduce((a, b) => (b.visible > a.visible ? b : a), { area: undefined as Rectangle | undefined, visible: 0 })
  if (best.area === undefined) return { ...state, x: undefined, y: undefined }
  const { area } = best
  const fitWidth = Math.min(width, area.width)
  const fitHeight = Math.min(height, area.height)
  return {
    ...state,
    x: Math.min(Math.max(x, area.x), area.x + area.width - fitWidth),
    y: Math.min(Math.max(y, area.y), area.y + area.height - fitHeight),
    width: fitWidth,
    height: fitHeight,
  }
}

function overlap(start: number, length: number, otherStart: number, otherLength: number): number {
  return Math.max(0, Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart))
}
