// What stands on the timeline of failures besides them: replays, what came back, and notes.
import type { Timeline } from '../contract/dead-letters.ts'
import type { TopicIndex } from '../deadletters/index/topic-index.ts'

type Mark = Timeline['marks'][number]

const MAX_MARKS = 200

export function marksOf(indexes: readonly TopicIndex[], series: readonly { readonly fingerprint: string | null; readonly label: string }[], noteOf: (fingerprint: string) => { text: string; atMs: number }, from: { readonly fromMs: number }): Mark[] {
  const marks = [...jobMarks(indexes).values(), ...noteMarks(series, noteOf)]
  return marks.filter(({ atMs }) => atMs >= from.fromMs).toSorted((a, b) => a.atMs - b.atMs).slice(-MAX_MARKS)
}

/** One per job and kind, where it began. */
function jobMarks(indexes: readonly TopicIndex[]): Map<string, Mark> {
  const marks = new Map<string, Mark>()
  for (const { triage } of indexes) {
    for (const { history } of triage.values()) {
      for (const { atMs, text, jobId } of history) {
        if (jobId === null) continue
        const kind = /came back|bounced/i.test(text) ? 'bounce' : 'replay'
        const known = marks.get(`${kind}/${jobId}`)
        if (known === undefined || atMs < known.atMs) marks.set(`${kind}/${jobId}`, { atMs, kind, text, jobId })
      }
    }
  }
  return marks
}

function noteMarks(series: readonly { readonly fingerprint: string | null; readonly label: string }[], noteOf: (fingerprint: string) => { text: string; atMs: number }): Mark[] {
  return series.flatMap(({ fingerprint, label }) => {
    const note = fingerprint === null ? null : noteOf(fingerprint)
    return note === null || note.text === '' ? [] : [{ atMs: note.atMs, kind: 'note' as const, text: `${label}: ${note.text}`, jobId: null }]
  })
}
