// What a person feels, measured in the page itself: frames, tasks above 50 ms, and how long keys take to show.
import type { Page } from '@playwright/test'

export interface Felt {
  /** Milliseconds between frames, one after another. */
  frames: number[]
  /** Durations of tasks above 50 ms. */
  longTasks: number[]
  /** From a key or a click to the frame that shows it, where that took more than 16 ms. */
  inputs: number[]
}

interface WatchedWindow extends Window {
  watched: Felt
  watching: number
}

/** To be called before the page is opened. */
export async function watchPage(page: Page): Promise<void> {
  await page.addInitScript(installWatch)
}

function installWatch(): void {
  const target = window as unknown as WatchedWindow
  const watched: Felt = { frames: [], longTasks: [], inputs: [] }
  const take = (into: number[]) => (list: PerformanceObserverEntryList) => into.push(...list.getEntries().map(({ duration }) => duration))
  target.watched = watched
  new PerformanceObserver(take(watched.longTasks)).observe({ type: 'longtask' })
  new PerformanceObserver(take(watched.inputs)).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
}

/** What was felt while `act` went on. */
export async function feltDuring(page: Page, act: () => Promise<unknown>): Promise<Felt> {
  await page.evaluate(() => {
    const { watched } = window as unknown as WatchedWindow
    for (const list of Object.values(watched) as number[][]) list.length = 0
    let before = performance.now()
    const beat = (at: number): void => {
      watched.frames.push(at - before)
      before = at
      ;(window as unknown as WatchedWindow).watching = requestAnimationFrame(beat)
    }
    ;(window as unknown as WatchedWindow).watching = requestAnimationFrame(beat)
  })
  await act()
  return page.evaluate(async () => {
    const target = window as unknown as WatchedWindow
    cancelAnimationFrame(target.watching)
    // Observers tell after the fact.
    await new Promise((resolve) => setTimeout(resolve, 100))
    const { frames, longTasks, inputs } = target.watched
    return { frames: [...frames], longTasks: [...longTasks], inputs: [...inputs] }
  })
}

export const longest = (durations: readonly number[]): number => Math.max(0, ...durations)

/** Scrolls the first grid by `step` pixels in every frame for `frames` frames. */
export async function scrollGrid(page: Page, step: number, frames: number): Promise<void> {
  await page.evaluate(
    async ([by, count]) => {
      const grid = document.querySelector('[role=grid]')!
      for (let frame = 0; frame < count; frame += 1) {
        grid.scrollTop += by
        await new Promise((resolve) => requestAnimationFrame(resolve))
      }
    },
    [step, frames] as const,
  )
}

export interface Wait {
  /** Where to go, or what to press: a selector. */
  go?: string
  press?: string
  /** Until an element of this selector has this in its text. */
  until: string
  text: string
}

/** Milliseconds from the act to the frame in which what is waited for stands on the page. */
export async function millisecondsTo(page: Page, wait: Wait): Promise<number> {
  return page.evaluate(async ({ go, press, until, text }) => {
    const started = performance.now()
    if (go !== undefined) location.hash = go
    if (press !== undefined) document.querySelector<HTMLElement>(press)!.click()
    const isThere = (): boolean => [...document.querySelectorAll(until)].some((element) => element.textContent.includes(text))
    while (!isThere()) {
      if (performance.now() - started > 30_000) throw new Error(`${until} never had "${text}"`)
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    return performance.now() - started
  }, wait)
}
