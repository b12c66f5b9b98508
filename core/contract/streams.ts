// What keeps streams bounded: the reader tells how many events it has taken (see stream-window.ts). Screens never call this.
import { z } from 'zod'
import { procedure } from './procedure.ts'

export const streams = {
  /** Unknown streams are ignored: one may end while its acknowledgement travels. */
  acknowledge: procedure.input(z.object({ streamId: z.string(), received: z.number().int().min(0) })).output(z.object({})),
}
