// How long a request took, at a precision that fits a column.

/** `0.04 ms`, `12.5 ms`, `500 ms`, `5.00 s`. */
export function formatTook(ms: number): string {
  if (ms < 10) return `${ms.toFixed(2)} ms`
  if (ms < 100) return `${ms.toFixed(1)} ms`
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(2)} s`
}
