import { expect, it } from 'vitest'
import { readFrame } from '../../../../core/deadletters/fingerprint/stack-frame.ts'

it.each([
  ['\tat com.example.Prices.of(Prices.java:31)', 'com.example.Prices.of', false],
  ['\tat java.base/java.lang.Thread.run(Thread.java:1583)', 'java.lang.Thread.run', true],
  ['\tat app//com.example.Prices.of(Prices.java:31)', 'com.example.Prices.of', false],
  ['\tat app/shop.prices@1.2/com.example.Prices.of(Prices.java:31)', 'com.example.Prices.of', false],
  ['\tat com.example.Prices$$Lambda$14/0x0000000800c8d000.apply(Unknown Source)', 'com.example.Prices.apply', false],
  ['\tat com.example.Prices$$Lambda/0x00007f1b2c.apply(Unknown Source)', 'com.example.Prices.apply', false],
  ['\tat com.example.Prices.lambda$of$7(Prices.java:3)', 'com.example.Prices.lambda$of', false],
  ['\tat com.example.Prices$$EnhancerBySpringCGLIB$$1a2b3c.of(<generated>)', 'com.example.Prices.of', false],
  ['\tat com.example.Prices$$SpringCGLIB$$0.of(<generated>)', 'com.example.Prices.of', false],
  ['\tat jdk.proxy2/jdk.proxy2.$Proxy98.of(Unknown Source)', 'jdk.proxy2.$Proxy.of', true],
  ['\tat com.example.Prices$1.run(Prices.java:3)', 'com.example.Prices.run', false],
  ['\tat org.springframework.kafka.listener.X.run(X.java:1) ~[spring-kafka-4.jar:4]', 'org.springframework.kafka.listener.X.run', true],
  ['    at Prices.of (/app/dist/prices.js:31:17)', 'Prices.of prices.js', false],
  ['    at async Prices.of (file:///app/prices.mjs:31:17)', 'Prices.of prices.mjs', false],
  ['    at Object.<anonymous> [as of] (/app/a.js:1:2)', 'Object.<anonymous> a.js', false],
  ['    at /app/prices.js:31:17', 'prices.js', false],
  ['    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)', 'process.processTicksAndRejections task_queues', true],
  ['    at run (/app/node_modules/kafkajs/src/runner.js:1:2)', 'run runner.js', true],
  ['   at Shop.Prices.Of(String article, Int32 n) in /src/Prices.cs:line 31', 'Shop.Prices.Of', false],
  ['   at Shop.Prices.<OfAsync>d__12.MoveNext()', 'Shop.Prices.<OfAsync>d.MoveNext', false],
  ['   at Shop.Prices.<>c__DisplayClass3_0.<Of>b__0(Int32 x)', 'Shop.Prices.<>c.<Of>b', false],
  ['   at System.Threading.Tasks.Task.Execute()', 'System.Threading.Tasks.Task.Execute', true],
])('%j', (line, name, isFramework) => {
  expect(readFrame(line)).toEqual({ name, isFramework })
})

it.each(['Caused by: x.Y: z', '\t... 14 more', ' at [Source: (String)"x"; line: 1, column: 2]', 'at', ''])('%j is no frame', (line) => {
  expect(readFrame(line)).toBeNull()
})
