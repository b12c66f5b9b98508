// JSON Patch (RFC 6902) over JSON Pointers (RFC 6901), on a tree whose numbers are kept as they were written.
import { isDeepStrictEqual } from 'node:util'

export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string }

/** The operation cannot be done on this document; `operation` counts from 1. */
export class PatchFailed extends Error {
  override readonly name = 'PatchFailed'
}
