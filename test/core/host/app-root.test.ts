import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { appRoot, appVersion } from '../../../core/host/app-root.ts'

test('the root is the folder that holds the package and what is built of it', () => {
  expect(appRoot()).toBe(resolve(import.meta.dirname, '../../..'))
  expect(existsSync(join(appRoot(), 'core/host/app-root.ts'))).toBe(true)
})

test('the version is the package\'s', () => {
  const { version } = JSON.parse(readFileSync(join(appRoot(), 'package.json'), 'utf8')) as { version: string }
  expect(appVersion()).toBe(version)
})
