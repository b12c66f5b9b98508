// `npm run api-table`: writes API.md anew.
import { writeFileSync } from 'node:fs'
import { API_TABLE_FILE, apiTable } from './api-table.ts'

writeFileSync(API_TABLE_FILE, apiTable())
process.stdout.write(`${API_TABLE_FILE} is written\n`)
