// Light or dark: as the settings say, or as the operating system does.
import { useLayoutEffect, useSyncExternalStore } from 'react'
import type { Settings } from '../../core/contract/settings.ts'

export type Theme = Settings['theme']

export const NEXT_THEME: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }

const darkQuery = matchMedia('(prefers-color-scheme: dark)')

function listen(listener: () => void): () => void {
  darkQuery.addEventListener('change', listener)
  return () => darkQuery.removeEventListener('change', listener)
}

/** Also before anything is drawn, so that nothing flashes. */
export function putTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

/** Puts the theme on the page and tells whether it is dark now. */
export function useDark(theme: Theme): boolean {
  const systemIsDark = useSyncExternalStore(listen, () => darkQuery.matches)
  useLayoutEffect(() => putTheme(theme), [theme])
  return theme === 'system' ? systemIsDark : theme === 'dark'
}
