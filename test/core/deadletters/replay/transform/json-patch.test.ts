// RFC 6902 as its text says, with numbers that keep their digits.
import { describe, expect, it } from 'vitest'
import { parseExact, stringifyExact } from '../../../../../core/deadletters/replay/transform/exact-json.ts'
import { applyPatch, checkPatch, PatchFailed } from '../../../../../core/deadletters/replay/transform/json-patch.ts'

/** What becomes of a text. */
function patched(text: string, patch: unknown): string | undefined {
  return stringifyExact(applyPatch(parseExact(text), checkPatch(patch)))
}

/** [what, document, patch, result] */
const CASES: readonly [string, string, unknown, string][] = [
  ['adds a member', '{"foo":"bar"}', [{ op: 'add', path: '/baz', value: 'qux' }], '{"foo":"bar","baz":"qux"}'],
  ['adds an element before an index', '{"foo":["bar","baz"]}', [{ op: 'add', path: '/foo/1', value: 'qux' }], '{"foo":["bar","qux","baz"]}'],
  ['adds behind the last element with a dash', '{"foo":[1]}', [{ op: 'add', path: '/foo/-', value: [2] }], '{"foo":[1,[2]]}'],
  ['adds over a member that is there', '{"a":1}', [{ op: 'add', path: '/a', value: null }], '{"a":null}'],
  ['removes a member', '{"baz":"qux","foo":"bar"}', [{ op: 'remove', path: '/baz' }], '{"foo":"bar"}'],
  ['removes an element', '{"foo":["bar","qux","baz"]}', [{ op: 'remove', path: '/foo/1' }], '{"foo":["bar","baz"]}'],
  ['replaces a value', '{"baz":"qux","n":1}', [{ op: 'replace', path: '/baz', value: 'boo' }], '{"baz":"boo","n":1}'],
  ['replaces an element', '[1,2,3]', [{ op: 'replace', path: '/1', value: 'b' }], '[1,"b",3]'],
  ['replaces the whole document', '{"a":1}', [{ op: 'replace', path: '', value: [] }], '[]'],
  ['moves a value', '{"foo":{"bar":"baz","waldo":"fred"},"qux":{}}', [{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }], '{"foo":{"bar":"baz"},"qux":{"thud":"fred"}}'],
  ['moves an element', '{"foo":["all","grass","cows","eat"]}', [{ op: 'move', from: '/foo/1', path: '/foo/3' }], '{"foo":["all","cows","eat","grass"]}'],
  ['copies a value', '{"a":{"b":1}}', [{ op: 'copy', from: '/a', path: '/c' }], '{"a":{"b":1},"c":{"b":1}}'],
  ['goes on after a test that holds', '{"a":[1,"x"]}', [{ op: 'test', path: '/a', value: [1, 'x'] }, { op: 'remove', path: '/a' }], '{}'],
  ['reads ~0 and ~1', '{"/":9,"~1":10}', [{ op: 'test', path: '/~01', value: 10 }, { op: 'remove', path: '/~1' }], '{"~1":10}'],
  ['keeps digits that JavaScript would lose', '{"id":9007199254740993,"price":1.10}', [{ op: 'add', path: '/ok', value: true }], '{"id":9007199254740993,"price":1.10,"ok":true}'],
  ['takes numbers as equal whatever their form', '{"price":1.10}', [{ op: 'test', path: '/price', value: 1.1 }], '{"price":1.10}'],
  ['keeps a member called __proto__', '{"__proto__":1}', [{ op: 'add', path: '/__proto__', value: { x: 1 } }], '{"__proto__":{"x":1}}'],
]

/** [what, document, patch, message] */
const REFUSED: readonly [string, string, unknown, string][] = [
  ['what is no list', '{}', { op: 'add' }, 'A JSON Patch is an array of operations.'],
  ['an unknown operation', '{}', [{ op: 'ad', path: '/a' }], 'Operation 1: "op" must be add, remove, replace, move, copy or test.'],
  ['a path that is no pointer', '{}', [{ op: 'remove', path: 'a' }], 'Operation 1: "path" must be a JSON Pointer: empty, or beginning with "/".'],
  ['an add without a value', '{}', [{ op: 'add', path: '/a' }], 'Operation 1: "value" is missing.'],
  ['a move from nowhere', '{}', [{ op: 'move', path: '/a' }], 'Operation 1: "from" must be a JSON Pointer: empty, or beginning with "/".'],
  ['a member that is not there', '{"a":1}', [{ op: 'remove', path: '/b' }], 'Operation 1 (remove /b): there is no "b".'],
  ['an element behind the end', '[1]', [{ op: 'replace', path: '/1', value: 2 }], 'Operation 1 (replace /1): there is no element "1" in an array of 1.'],
  ['a parent that is not there', '{}', [{ op: 'add', path: '/a/b', value: 1 }], 'Operation 1 (add /a/b): there is no "a".'],
  ['an addition to a plain value', '{"a":1}', [{ op: 'add', path: '/a/b', value: 1 }], 'Operation 1 (add /a/b): "b" cannot be put into a plain value.'],
  ['a test that fails', '{"a":1}', [{ op: 'test', path: '/a', value: '1' }], 'Operation 1 (test /a): the value there is another one.'],
  ['a move into itself', '{"a":{}}', [{ op: 'move', from: '/a', path: '/a/b' }], 'Operation 1 (move /a/b): nothing can be moved into itself.'],
  ['an inherited name', '{}', [{ op: 'remove', path: '/toString' }], 'Operation 1 (remove /toString): there is no "toString".'],
]

describe('a patch', () => {
  it.each(CASES)('%s', (_what, document, patch, result) => {
    expect(patched(document, patch)).toBe(result)
  })

  it.each(REFUSED)('refuses %s', (_what, document, patch, message) => {
    expect(() => patched(document, patch)).toThrow(new PatchFailed(message))
  })

  it('leaves the document as it was, also where a later operation fails', () => {
    const document = parseExact('{"a":[1]}')
    expect(() => applyPatch(document, [{ op: 'add', path: '/a/-', value: 2 }, { op: 'remove', path: '/b' }])).toThrow(PatchFailed)
    expect(stringifyExact(document)).toBe('{"a":[1]}')
  })
})
