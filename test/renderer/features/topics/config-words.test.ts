import { expect, it } from 'vitest'
import type { TopicConfig } from '../../../../core/contract/topics.ts'
import { configFlag, configFlags, plainDocumentation, shownConfigs, sourceWords, valueHint } from '../../../../renderer/features/topics/config-words.ts'

const config = (name: string, value: string | null, more: Partial<TopicConfig> = {}): TopicConfig => ({
  name, value, source: 'DEFAULT_CONFIG', isDefault: true, isSensitive: false, readOnly: false, type: null, documentation: null, ...more,
})

it('says where a value comes from, and repeats a source that it does not know', () => {
  expect(['DYNAMIC_TOPIC_CONFIG', 'STATIC_BROKER_CONFIG', 'GROUP_CONFIG'].map(sourceWords)).toEqual(['this topic', 'the broker’s configuration file', 'GROUP_CONFIG'])
})

it.each([
  ['retention.ms', '604800000', '7 d'],
  ['retention.ms', '-1', 'no limit'],
  ['local.retention.ms', '-2', 'as retention.ms'],
  ['retention.bytes', '-1', 'no limit'],
  ['segment.bytes', '1073741824', '1.00 GiB'],
  ['segment.bytes', '2147483647', 'the most there is'],
  ['flush.messages', '9223372036854775807', 'the most there is'],
  ['max.message.bytes', '999', null],
  ['min.insync.replicas', '1000', null],
  ['cleanup.policy', 'delete', null],
  ['retention.ms', null, null],
])('says of %s=%s how much it is: %s', (name, value, hint) => {
  expect(valueHint({ name, value })).toBe(hint)
})

it.each([
  ['Sets the <code>max.message.bytes</code> limit &amp; more.', 'Sets the max.message.bytes limit & more.'],
  ['One.<p>Two:<ul><li><code>a</code> first</li><li>second</li></ul>Three.', 'One.\nTwo:\n• a first\n• second\nThree.'],
  ['See <a href="https://kafka.apache.org/x">here</a>.<br/>Next', 'See here.\nNext'],
  ['1 < 2 and 3 > 2, &lt;b&gt; &#39;x&#39;', "1 < 2 and 3 > 2, <b> 'x'"],
  ['  two   spaces \n and  lines ', 'two spaces\nand lines'],
])('shows the documentation %j as text', (html, text) => {
  expect(plainDocumentation(html)).toBe(text)
})

it('writes overrides as the flags that a shell takes, without what is hidden', () => {
  expect(configFlag(config('cleanup.policy', 'compact,delete'))).toBe('--config cleanup.policy=compact,delete')
  expect(configFlag(config('a', "it's $HOME"))).toBe(`--config 'a=it'\\''s $HOME'`)
  const overrides = [config('a', '1', { isDefault: false }), config('b', '2'), config('c', null, { isDefault: false, isSensitive: true }), config('d', '-1', { isDefault: false })]
  expect(configFlags(overrides)).toBe('--config a=1 --config d=-1')
})

it('shows settings by name, those with every word in name or value, and only overrides when told to', () => {
  const configs = [config('retention.ms', '604800000'), config('cleanup.policy', 'compact', { isDefault: false }), config('delete.retention.ms', '1')]
  const names = (filter: string, onlyOverrides: boolean): string[] => shownConfigs(configs, filter, onlyOverrides).map(({ name }) => name)
  expect(names('', false)).toEqual(['cleanup.policy', 'delete.retention.ms', 'retention.ms'])
  expect(names('MS retention', false)).toEqual(['delete.retention.ms', 'retention.ms'])
  expect(names('comp', false)).toEqual(['cleanup.policy'])
  expect(names('', true)).toEqual(['cleanup.policy'])
})
