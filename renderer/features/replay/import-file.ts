// Hands a file of exported cases to the core, in pieces that a transport carries, cut between lines or not.
import type { Client } from '../../../core/contract/rpc-client.ts'

export interface Imported {
  fileId: string
  records: number
  problems: { line: number; text: string }[]
}

/** Characters, not bytes: a character may take four. */
const PIECE_CHARS = 1024 * 1024

export async function importFile(client: Pick<Client, 'replay'>, file: { name: string; text: () => Promise<string> }, pieceChars = PIECE_CHARS): Promise<Imported> {
  const text = await file.text()
  let imported: Imported = { fileId: '', records: 0, problems: [] }
  for (const { piece, isLast } of piecesOf(text, pieceChars)) {
    imported = await client.replay.importPiece({ fileId: imported.fileId === '' ? null : imported.fileId, name: file.name, text: piece, isLast })
  }
  return imported
}

/** Never between the halves of a surrogate pair. */
function* piecesOf(text: string, pieceChars: number): Generator<{ piece: string; isLast: boolean }> {
  let at = 0
  do {
    let end = Math.min(text.length, at + pieceChars)
    if (end < text.length && isHighSurrogate(text, end - 1)) end += 1
    yield { piece: text.slice(at, end), isLast: end === text.length }
    at = end
  } while (at < text.length)
}

function isHighSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xd800 && unit <= 0xdbff
}
