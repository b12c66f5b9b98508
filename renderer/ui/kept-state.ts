// Where interface state is kept over a restart: local storage, as far as it has room.
import { createJSONStorage, type PersistStorage } from 'zustand/middleware'

/** A store that does not fit (a draft of several megabytes) is not kept; an older one that did fit would be worse than none. */
export const keptState = <State>(): PersistStorage<State> | undefined =>
  createJSONStorage<State>(() => ({
    getItem: (name) => localStorage.getItem(name),
    removeItem: (name) => localStorage.removeItem(name),
    setItem: (name, value) => {
      try {
        localStorage.setItem(name, value)
      } catch {
        localStorage.removeItem(name)
      }
    },
  }))
