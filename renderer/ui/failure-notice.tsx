// A failed call, said in place: what happened, how far it came, what to do now.
import type { ReactNode } from 'react'
import { Notice, type NoticeProps } from './states.tsx'

export interface FailureNoticeProps {
  failure: { message: string; remedy: string; step: string | null }
  action?: NoticeProps['action']
  boxed?: boolean
}

export function FailureNotice({ failure, action, boxed = false }: FailureNoticeProps): ReactNode {
  return (
    <Notice
      tone="bad"
      boxed={boxed}
      message={failure.message}
      remedy={failure.remedy}
      detail={failure.step === null ? null : `Failed at ${failure.step}.`}
      {...(action && { action })}
    />
  )
}
