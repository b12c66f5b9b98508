// User name and password come out of a JAAS line whole.
import { expect, it } from 'vitest'
import { jaasCredentials } from '../../../../renderer/features/connections/jaas.ts'

it.each([
  ['x.PlainLoginModule required username="a" password="b";', { username: 'a', password: 'b', isScram: false }],
  ['x.ScramLoginModule required password=b username=a;', { username: 'a', password: 'b', isScram: true }],
  [String.raw`PlainLoginModule required username="a\"b" password="c\\d";`, { username: 'a"b', password: String.raw`c\d`, isScram: false }],
  ["PlainLoginModule required username='$ConnectionString' password='Endpoint=sb://x;Key=y=';", { username: '$ConnectionString', password: 'Endpoint=sb://x;Key=y=', isScram: false }],
  ['PlainLoginModule required username="a";', null],
])('reads %s', (text, credentials) => {
  expect(jaasCredentials(text)).toEqual(credentials)
})
