// What failed of something that was started here and has no place of its own to say so.
import { failureOf } from '../../rpc/failure.ts'
import { toast } from '../../ui/toast.tsx'

export function tell(error: Error): void {
  const { message, remedy } = failureOf(error)
  toast({ tone: 'bad', message, detail: remedy })
}
