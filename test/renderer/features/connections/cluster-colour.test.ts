// A cluster keeps its colour.
import { expect, it } from 'vitest'
import { clusterColour } from '../../../../renderer/features/connections/cluster-colour.ts'

it('gives the local broker the accent and every other cluster a colour that depends on its name alone', () => {
  expect(clusterColour({ kind: 'local', name: 'x' })).toBe('var(--color-accent)')
  expect(clusterColour({ kind: 'remote', name: 'staging' })).toBe(clusterColour({ kind: 'remote', name: 'staging' }))
  const colours = new Set(Array.from({ length: 100 }, (_, index) => clusterColour({ kind: 'remote', name: `cluster-${index}` })))
  expect([...colours].toSorted()).toEqual([1, 2, 3, 4, 5, 7].map((hue) => `var(--color-p${hue})`))
})

it('gives a cluster the colour that was chosen for it', () => {
  expect(clusterColour({ kind: 'remote', name: 'staging', hue: 6 })).toBe('var(--color-p6)')
})
