// Short news about something that was started here and has ended, at the lower right. What needs an answer is said in place instead.
import { Toast } from '@base-ui/react/toast'
import { Check, CircleAlert, Info, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './class-names.ts'

export interface ToastOptions {
  tone?: 'good' | 'bad' | 'warn'
  message: string
  detail?: string
  action?: { label: string; run: () => void }
  /** A name for news of one kind: the later takes the place of the earlier. */
  replaces?: string
}

interface Extras {
  tone: ToastOptions['tone']
}

const QUIET_MS = 5_000
/** What can be acted upon has to be reached first. */
const ACTION_MS = 6_000
/** What failed has to be read first. */
const BAD_MS = 12_000

const toasts = Toast.createToastManager<Extras>()
/** The latest of each kind. */
const latest = new Map<string, string>()

/** Returns how to take it away. */
export function toast({ tone, message, detail, action, replaces }: ToastOptions): () => void {
  const earlier = replaces !== undefined && latest.get(replaces)
  if (earlier) toasts.close(earlier)
  const id = toasts.add({
    title: message,
    description: detail,
    data: { tone },
    priority: tone === 'bad' ? 'high' : 'low',
    timeout: tone === 'bad' ? BAD_MS : action ? ACTION_MS : QUIET_MS,
    ...(action && { actionProps: { children: action.label, onClick: () => (toasts.close(id), action.run()) } }),
  })
  if (replaces !== undefined) latest.set(replaces, id)
  return () => toasts.close(id)
}

/** Mounted once, in the frame of the window. */
export function Toasts(): ReactNode {
  return (
    <Toast.Provider toastManager={toasts} limit={4}>
      <Toast.Portal>
        <Toast.Viewport aria-label="Notifications" className="fixed right-3 bottom-18 z-30 flex w-90 max-w-[calc(100vw-24px)] flex-col-reverse gap-2">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

const TONES = {
  good: { icon: Check, className: 'text-good' },
  bad: { icon: CircleAlert, className: 'text-bad' },
  warn: { icon: TriangleAlert, className: 'text-warn' },
  plain: { icon: Info, className: 'text-n10' },
}

function ToastList(): ReactNode {
  return Toast.useToastManager<Extras>().toasts.map((item) => {
    const { icon: Icon, className } = TONES[item.data?.tone ?? 'plain']
    return (
      <Toast.Root
        key={item.id}
        toast={item}
        swipeDirection="right"
        className="rounded-outer border border-n7 bg-n2 shadow-float transition-[opacity,transform] duration-100 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-1 data-starting-style:opacity-0"
      >
        <Toast.Content className="flex items-start gap-2 py-1.5 pr-1.5 pl-3">
          <Icon size={15} aria-hidden="true" className={cx('mt-1.5 shrink-0', className)} />
          <div className="min-w-0 flex-1 py-1 select-text">
            <Toast.Title render={<p />} className="font-medium break-words" />
            <Toast.Description className="line-clamp-4 text-small break-words text-n10" />
          </div>
          {item.actionProps && (
            <Toast.Action className="inline-flex h-6.5 shrink-0 items-center rounded-inner border border-n7 bg-n1 px-2.5 hover:bg-n3" />
          )}
          <Toast.Close
            aria-label="Dismiss"
            title="Dismiss"
            className="inline-flex size-6.5 shrink-0 items-center justify-center rounded-inner text-n10 hover:bg-n4"
          >
            <X size={14} aria-hidden="true" />
          </Toast.Close>
        </Toast.Content>
      </Toast.Root>
    )
  })
}
