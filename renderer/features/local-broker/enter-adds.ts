// The Enter key in the fields of one section of a dialog: it does what the section's own button does, and nothing to the other sections.
import type { KeyboardEvent } from 'react'

export const enterAdds =
  (add: () => void) =>
  (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return
    event.preventDefault()
    add()
  }
