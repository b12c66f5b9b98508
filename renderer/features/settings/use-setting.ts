// Changing one setting: says in place what the core refused.
import { useState } from 'react'
import type { Settings } from '../../../core/contract/settings.ts'
import { type Failure, failureOf } from '../../rpc/failure.ts'
import { useChangeSettings } from '../../rpc/settings-context.tsx'

export interface SettingHand {
  /** Resolves with whether it is in force. */
  change: (change: Partial<Settings>) => Promise<boolean>
  failure: Failure | null
}

export function useSetting(): SettingHand {
  const changeSettings = useChangeSettings()
  const [failure, setFailure] = useState<Failure | null>(null)
  return {
    failure,
    change: async (change) => {
      try {
        await changeSettings(change)
        setFailure(null)
        return true
      } catch (error) {
        setFailure(failureOf(error))
        return false
      }
    },
  }
}
