// Light or dark: as the operating system says, or as chosen. Kept over a restart.
import { useEffect, useSyncExternalStore } from 'react'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export type Theme = 'system' | 'light' | 'dark'

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }

export const useTheme = create<{ theme: Theme; advance: () => void }>()(
  persist((set) => ({ theme: 'system', advance: () => set(({ theme }) => ({ theme: NEXT[theme] })) }), { name: 'headwater.theme' }),
)

const darkQuery = matchMedia('(prefers-color-scheme: dark)')

function listen(listener: () => void): () => void {
  darkQuery.addEventListener('change', listener)
  return () => darkQuery.removeEventListener('change', listener)
}

/** Puts the choice on the page and tells whether it is dark now. */
export function useDark(): boolean {
  const theme = useTheme((state) => state.theme)
  const systemIsDark = useSyncExternalStore(listen, () => darkQuery.matches)
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
  }, [theme])
  return theme === 'system' ? systemIsDark : theme === 'dark'
}
