// What a topic pattern says, as a tree; characters are ASCII, because topic names are.

export const ASCII_SIZE = 128

/** 1 for every ASCII character that matches. */
export type CharacterSet = Uint8Array

export type Pattern =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  /** `most` is Infinity where there is no limit. Greed does not matter where only whole names match. */
  | { readonly kind: 'repeat'; readonly part: Pattern; readonly least: number; readonly most: number }

export type Assertion = 'start' | 'end' | 'wordBoundary' | 'noWordBoundary'

export function setOf(matches: (character: string) => boolean): CharacterSet {
  return Uint8Array.from({ length: ASCII_SIZE }, (_, code) => (matches(String.fromCharCode(code)) ? 1 : 0))
}

export function negated(set: CharacterSet): CharacterSet {
  return set.map((matches) => 1 - matches)
}

export function unionOf(sets: readonly CharacterSet[]): CharacterSet {
  return Uint8Array.from({ length: ASCII_SIZE }, (_, code) => (sets.some((set) => set[code] === 1) ? 1 : 0))
}

export const isWordCharacter = (character: string): boolean => /^[0-9A-Za-z_]$/.test(character)
