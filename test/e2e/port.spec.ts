// The main job as the desktop runs it: the same page, its RPC over a MessagePort into the core.
import { expect } from '@playwright/test'
import { grid } from './support/fake-test.ts'
import { mainJobByKeyboard, mainJobByMouse } from './support/main-job.ts'
import { bridgePorts } from './support/port-bridge.ts'
import { test } from './support/workbench.ts'

/** A whole working day in one go. */
test.describe.configure({ timeout: 150_000 })

for (const [how, doIt] of [
  ['by mouse', mainJobByMouse],
  ['by keyboard alone', mainJobByKeyboard],
] as const) {
  test(`over a MessagePort, ${how}: load, create, send, find, open, edit and resend, see who lags`, async ({ page, workbench }) => {
    const webSockets: string[] = []
    page.on('websocket', (socket) => webSockets.push(socket.url()))
    await bridgePorts(page, workbench.core)
    await page.goto(workbench.web.url)
    await doIt(page, workbench)
    expect(webSockets).toEqual([])
  })
}

test('over a MessagePort: a lost port is replaced, and the tail goes on without a gap', async ({ page, workbench }) => {
  const bridge = await bridgePorts(page, workbench.core)
  const producer = workbench.kafka.producer()
  await producer.connect()
  const send = (from: number, count: number) =>
    producer.send({ topic: 'orders', messages: Array.from({ length: count }, (_, index) => ({ key: `k-${from + index}`, value: '1' })) })
  await send(0, 10)
  await page.goto(`${workbench.web.url}#/local/topics/orders`)
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '11')
  bridge.drop()
  await send(10, 15)
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '26')
  await send(25, 5)
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '31')
  await expect(page.getByText('was lost')).toBeHidden()
  await producer.disconnect()
})
