// Opens what there is to know and to change about who may use the broker.
import { type ReactNode, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useCommands } from '../../ui/commands.ts'
import { SecurityDialog } from './security-dialog.tsx'

export function SecurityButton(): ReactNode {
  const [isOpen, setOpen] = useState(false)
  const open = (): void => setOpen(true)
  useCommands([{ id: 'broker.security', title: 'Users and access rules of the broker', keys: [], run: open }])
  return (
    <>
      <Button title="How clients come in, who may, and what they may do" onClick={open}>
        Security
      </Button>
      {isOpen && <SecurityDialog onClose={() => setOpen(false)} />}
    </>
  )
}
