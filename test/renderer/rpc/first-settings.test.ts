// The copy of the settings for the first paint: never in the way, never another shape.
import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../core/contract/settings.ts'
import { FIRST_SETTINGS, rememberedSettings, rememberSettings } from '../../../renderer/rpc/first-settings.ts'

function storage(text: string | null = null) {
  let kept = text
  return { getItem: () => kept, setItem: (_name: string, value: string) => void (kept = value) }
}

describe('The settings of the first paint', () => {
  it('are the contract’s defaults where nothing is kept', () => {
    expect(FIRST_SETTINGS).toEqual(DEFAULT_SETTINGS)
    expect(rememberedSettings(storage())).toEqual(DEFAULT_SETTINGS)
  })

  it('are those of the last time', () => {
    const kept = storage()
    const settings = { ...DEFAULT_SETTINGS, theme: 'dark' as const, shortcuts: { 'app.keys': ['F1'] } }
    rememberSettings(kept, settings)
    expect(rememberedSettings(kept)).toEqual(settings)
  })

  it.each(['{', 'null', '[]', '{"theme":1}', '{"theme":"dark"}'])('are the defaults where %j is kept', (text) => {
    expect(rememberedSettings(storage(text))).toEqual(DEFAULT_SETTINGS)
  })

  it('are not kept where there is no room, and that stops nothing', () => {
    const full = {
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
    }
    expect(() => rememberSettings(full, DEFAULT_SETTINGS)).not.toThrow()
  })
})
