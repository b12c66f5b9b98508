// Copies from a menu or a command, where no button is left to say that it has happened.
import { toast } from './toast.tsx'

/** `what`: as in `Copied the name of orders`. */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toast({ tone: 'good', message: `Copied ${what}` })
  } catch {
    toast({ tone: 'bad', message: `The browser refused the clipboard: ${what} is not copied.` })
  }
}
