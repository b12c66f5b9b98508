// What became of something asked for, at the lower right.
import { failureOf } from '../../rpc/failure.ts'
import { toast } from '../../ui/toast.tsx'

export function tellFailure(error: Error): void {
  const { message, remedy } = failureOf(error)
  toast({ tone: 'bad', message, detail: remedy })
}
