// Which data files are rewritten, and which are left alone.
import { expect, it } from 'vitest'
import { type FileUse, filesToClean } from '../../../core/storage/cleaning-plan.ts'

const MIB = 1024 * 1024
const SMALL = 8 * MIB

const file = (id: number, liveMib: number, batchMib: number, more: Partial<FileUse> = {}): FileUse => ({
  id,
  isCurrent: false,
  liveBytes: liveMib * MIB,
  batchBytes: batchMib * MIB,
  storedBytes: batchMib * MIB,
  ...more,
})

it('leaves files alone that are live, or whose dead bytes are few beside the live ones', () => {
  expect(filesToClean([file(1, 100, 100), file(2, 90, 100), file(3, 200, 200)], SMALL)).toEqual([])
})

it('takes a file of which less than 30 % is live', () => {
  expect(filesToClean([file(1, 29, 100), file(2, 31, 40)], SMALL)).toEqual([1])
})

it('takes it too when what was put into it is not known any more, by the size of the file', () => {
  expect(filesToClean([file(1, 24, 24, { storedBytes: 100 * MIB }), file(2, 40, 40, { storedBytes: 100 * MIB })], SMALL)).toEqual([1])
})

it('takes the deadest files once dead bytes weigh more than a quarter of the live ones', () => {
  const files = [file(1, 100, 140), file(2, 100, 200), file(3, 100, 100)]
  expect(filesToClean(files, SMALL)).toEqual([2])
})

it('never bothers with less than a mebibyte of a single file', () => {
  expect(filesToClean([file(1, 0.1, 1)], SMALL)).toEqual([])
})

it('names the current file when it is the dead one, so that it is sealed first', () => {
  expect(filesToClean([file(5, 1, 50, { isCurrent: true })], SMALL)).toEqual([5])
})

it('puts many small files together, and leaves a few', () => {
  const small = Array.from({ length: 16 }, (_, i) => file(i + 1, 1, 1))
  expect(filesToClean(small.slice(1), SMALL)).toEqual([])
  expect(filesToClean([...small, file(99, 20, 20)], SMALL)).toEqual(small.map(({ id }) => id))
})
