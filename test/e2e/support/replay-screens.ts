// Plans, replays and the ledger in every state worth looking at.
import type { Page } from '@playwright/test'
import type { FakeState } from './fake-state.ts'
import { busy, unreachable } from './sample-data.ts'
import { someReplays } from './sample-replays.ts'
import type { ScreenState } from './screens.ts'

const state = (): Partial<FakeState> => ({ ...busy(), replays: someReplays() })
const failing = (...names: string[]) => (): Partial<FakeState> => ({ ...state(), failing: Object.fromEntries(names.map((name) => [name, unreachable])) })
const seen = (text: string | RegExp) => async (page: Page) => page.getByText(text).first().waitFor()
const alert = async (page: Page): Promise<void> => page.getByRole('alert').first().waitFor()

const PLAN = '#/local/replay/plan-1'
const step = (name: RegExp) => async (page: Page) => page.getByRole('navigation', { name: 'Steps of the replay' }).getByRole('button', { name }).click()

const PLANS: ScreenState[] = [
  { name: 'replay plan', place: PLAN, state, ready: seen('ORD-48211') },
  { name: 'replay plan, target', place: PLAN, state, ready: step(/Target/) },
  { name: 'replay plan, repair', place: PLAN, state, ready: step(/Repair/) },
  {
    name: 'replay plan, repair by a function',
    place: PLAN,
    state,
    ready: async (page) => {
      await step(/Repair/)(page)
      await page.getByRole('radio', { name: 'JavaScript' }).click()
      await page.locator('.monaco-editor .view-lines').first().waitFor()
    },
  },
  { name: 'replay plan, pace', place: PLAN, state, ready: step(/Pace/) },
  { name: 'replay plan, dry run', place: PLAN, state, ready: step(/Dry run/) },
  { name: 'replay plan, confirm', place: PLAN, state, ready: step(/Confirm/) },
  {
    name: 'replay plan, edit',
    place: PLAN,
    state,
    ready: async (page) => {
      await page.getByRole('button', { name: /^Edit/ }).first().click()
      await page.locator('.monaco-diff-editor .editor.modified .view-lines').waitFor()
    },
  },
  { name: 'replay plan, failed', place: PLAN, state: failing('replay.summary'), ready: alert },
]

const JOBS: ScreenState[] = [
  { name: 'replays', place: '#/local/jobs', state, ready: seen('Sandbox of 40 cases') },
  { name: 'replays, none', place: '#/local/jobs', state: busy, ready: async (page) => page.getByRole('heading', { level: 2 }).first().waitFor() },
  { name: 'replays, failed', place: '#/local/jobs', state: failing('replay.watchJobs', 'replay.jobs'), ready: alert },
  { name: 'replay, running', place: '#/local/jobs/job-4', state, ready: seen('ORD-48211') },
  { name: 'replay, paused by itself', place: '#/local/jobs/job-3', state, ready: seen('came back to the dead-letter topic') },
  { name: 'replay, with errors', place: '#/local/jobs/job-2', state, ready: seen('ORD-48211') },
  { name: 'replay, of a sandbox', place: '#/local/jobs/job-1', state, ready: seen('ORD-48211') },
  { name: 'replay, failed', place: '#/local/jobs/job-4', state: failing('replay.watchJob'), ready: alert },
]

const LEDGER: ScreenState[] = [
  { name: 'ledger', place: '#/local/ledger', state, ready: seen('demo.warehouse-dlq') },
  { name: 'ledger, none', place: '#/local/ledger', state: busy, ready: async (page) => page.getByRole('heading', { level: 2 }).first().waitFor() },
  { name: 'ledger, failed', place: '#/local/ledger', state: failing('audit.entries'), ready: alert },
]

export const REPLAY_SCREENS: readonly ScreenState[] = [...PLANS, ...JOBS, ...LEDGER]
