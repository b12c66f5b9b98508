// Every server-side assignor by the name that members and settings use.
import type { Assignor } from './assignor.ts'
import { assignRanges } from './range.ts'
import { assignUniformly } from './uniform.ts'

export const ASSIGNORS: Readonly<Record<string, Assignor>> = { uniform: assignUniformly, range: assignRanges }

export const ASSIGNOR_NAMES = Object.keys(ASSIGNORS)
