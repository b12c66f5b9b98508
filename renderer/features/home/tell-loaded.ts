// Says that the demo flow is there, and leads into it.
import { counted } from '../../format/numbers.ts'
import { toast } from '../../ui/toast.tsx'
import type { LoadedDemo } from './home.queries.ts'

export function tellLoaded({ topics, records }: LoadedDemo, onOpenTopic: (topic: string) => void): void {
  toast({
    tone: 'good',
    message: `${counted(records, 'record')} in ${counted(topics.length, 'topic')}`,
    action: { label: 'Open demo.orders', run: () => onOpenTopic('demo.orders') },
  })
}
