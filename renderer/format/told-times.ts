// Times within sentences of the core, which knows no zone: said as tables say them, in the zone that is shown.
import { describeMoment } from './times.ts'

const ISO_TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g

/** `Sent by job 1 at 2026-11-21T20:18:23.582Z.` is `Sent by job 1 at 21:18:23.582.` an hour east of Greenwich. */
export const toldTimes = (text: string, nowMs: number): string => text.replace(ISO_TIME, (iso) => describeMoment(Date.parse(iso), nowMs).local)
