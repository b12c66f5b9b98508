// What the user has chosen about readings: how many at a time, how many live rows are kept, which clock.
import type { Settings } from '../../../core/contract/settings.ts'

export type ReadingChoices = Pick<Settings, 'pageSize' | 'tailRows' | 'timeZone'>

const USUAL: ReadingChoices = { pageSize: 200, tailRows: 10_000, timeZone: 'local' }

export const useReadingChoices = (): ReadingChoices => USUAL
