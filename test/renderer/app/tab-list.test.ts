// What becomes of the tabs, action by action. `a*b` reads: tabs a and b, a is active; `!` marks one that is kept.
import { describe, expect, it } from 'vitest'
import { parseRoute, type Route } from '../../../renderer/app/route.ts'
import * as tabs from '../../../renderer/app/tab-list.ts'

const place = (topic: string): Route => parseRoute(topic === 'home' ? '#/local/home' : `#/local/topics/${topic}`)!

function listOf(drawn: string): tabs.TabList {
  const parts = drawn.split(' ')
  const made = parts.map((part, index) => ({
    id: index + 1,
    hash: `#/local/topics/${part.replace(/[*!]/g, '')}`,
    isKept: part.includes('!'),
  }))
  return { tabs: made, activeId: parts.findIndex((part) => part.includes('*')) + 1, nextId: parts.length + 1 }
}

const draw = ({ tabs: all, activeId }: tabs.TabList): string =>
  all.map(({ id, hash, isKept }) => `${hash.replace('#/local/topics/', '').replace('#/local/', '')}${isKept ? '!' : ''}${id === activeId ? '*' : ''}`).join(' ')

describe('Tabs', () => {
  it.each<[string, string, (list: tabs.TabList) => tabs.TabList, string]>([
    ['a click goes there in the active tab', 'a b*', (list) => tabs.arrive(list, place('c')), 'a c*'],
    ['a place that a tab shows comes to the front', 'a b*', (list) => tabs.arrive(list, place('a')), 'a* b'],
    ['a tab that is kept stays, and the place gets one beside it', 'a!* b!', (list) => tabs.arrive(list, place('c')), 'a! c* b!'],
    ['a tab that is kept stays, and the one that is not goes there', 'a!* b! c', (list) => tabs.arrive(list, place('d')), 'a! b! d*'],
    ['another side of the same place is no other place', 'a b*', (list) => tabs.arrive(list, parseRoute('#/local/topics/b/config')!), 'a b/config*'],
    ['of two that show a place, the active one is meant', 'a a*', (list) => tabs.arrive(list, parseRoute('#/local/topics/a/config')!), 'a a/config*'],
    ['a new tab opens beside the active one', 'a* b', (list) => tabs.openBeside(list, place('c')), 'a c!* b'],
    ['a new tab may stay behind', 'a* b', (list) => tabs.openBeside(list, place('c'), false), 'a* c! b'],
    ['a new tab for what one shows is that one', 'a* b', (list) => tabs.openBeside(list, place('b')), 'a b!*'],
    ['a tab has a double when it is asked for', 'a b*', (list) => tabs.duplicate(list, 1), 'a a!* b'],
    ['closing the active tab shows the next', 'a b* c', (list) => tabs.close(list, 2, place('home')), 'a c*'],
    ['closing the last one in the row shows the one before', 'a b*', (list) => tabs.close(list, 2, place('home')), 'a*'],
    ['closing another one changes nothing else', 'a b* c', (list) => tabs.close(list, 1, place('home')), 'b* c'],
    ['closing the only tab leaves the home', 'a*', (list) => tabs.close(list, 1, place('home')), 'home*'],
    ['closing one that is gone does nothing', 'a*', (list) => tabs.close(list, 9, place('home')), 'a*'],
    ['closing all others leaves this one', 'a! b c*', (list) => tabs.closeOthers(list, 2), 'b*'],
    ['a step forward', 'a* b c', (list) => tabs.step(list, 1), 'a b* c'],
    ['a step forward at the end begins again', 'a b c*', (list) => tabs.step(list, 1), 'a* b c'],
    ['a step back at the beginning goes to the end', 'a* b c', (list) => tabs.step(list, -1), 'a b c*'],
    ['a tab moves to the right', 'a* b c', (list) => tabs.move(list, 1, 1), 'b a* c'],
    ['a tab moves to the front', 'a* b c', (list) => tabs.move(list, 3, 0), 'c a* b'],
    ['a tab moves no further than the end', 'a* b c', (list) => tabs.move(list, 1, 9), 'b c a*'],
    ['a tab is kept and let go', 'a* b', (list) => tabs.keep(tabs.keep(list, 1, true), 2, false), 'a!* b'],
    ['a tab that is gone cannot come to the front', 'a* b', (list) => tabs.activate(list, 9), 'a* b'],
  ])('%s', (_title, before, act, after) => {
    expect(draw(act(listOf(before)))).toBe(after)
  })

  it('never become more than fit: the oldest makes room', () => {
    const many = Array.from({ length: 80 }, (_, index) => place(`t${index}`))
    const list = many.reduce((before, route) => tabs.openBeside(before, route), tabs.firstTabs(place('first')))
    expect(list.tabs).toHaveLength(tabs.MAX_TABS)
    expect(draw(list)).toMatch(/^t30! .* t79!\*$/)
  })
})

describe('Tabs that were kept', () => {
  const kept = listOf('a b!*')

  it('come back', () => {
    expect(tabs.readTabs(JSON.parse(JSON.stringify(kept)))).toEqual(kept)
  })

  it.each([
    ['nothing', null],
    ['a text', 'tabs'],
    ['another shape', { screens: [] }],
    ['no tab at all', { ...kept, tabs: [] }],
    ['a tab of another shape', { ...kept, tabs: [{ id: 1, place: '#/local/topics' }] }],
    ['a place that is none', { ...kept, tabs: [{ id: 2, hash: '#/local/nonsense', isKept: false }] }],
    ['two tabs of one id', { ...kept, tabs: [kept.tabs[1], kept.tabs[1]] }],
    ['no active tab among them', { ...kept, activeId: 7 }],
    ['an id that will be used twice', { ...kept, nextId: 2 }],
    ['more than fit', { ...kept, tabs: Array.from({ length: 60 }, (_, index) => ({ ...kept.tabs[0], id: index })) }],
  ])('are dropped when they are %s', (_what, value) => {
    expect(tabs.readTabs(value)).toBeNull()
  })
})
