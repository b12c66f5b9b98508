// Every table of the workbench's own file on one page: what Headwater knows about clusters besides what they hold themselves. See FORMAT.md.
//
// Ids: 1-19 dead letters understood, 20-29 replay plans, 30-39 replay jobs, ledger and audit, 40-44 scans, 45-49 retries.
import { Table, textKey } from './tables.ts'

/** Facts of this file by name: `formatVersion`, `installId`. */
export const workbenchFactsTable = new Table<string, unknown>(0, textKey)
