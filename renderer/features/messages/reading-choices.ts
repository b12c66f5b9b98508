// What the user has chosen about readings: how many at a time, how many live rows are kept, which clock.
import type { Settings } from '../../../core/contract/settings.ts'
import { useSettings } from '../../rpc/settings-context.tsx'

export type ReadingChoices = Pick<Settings, 'pageSize' | 'tailRows' | 'timeZone'>

export const useReadingChoices = (): ReadingChoices => useSettings()
