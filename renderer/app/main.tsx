// The entry: starts the link to the core and draws the application. Kept apart from the components, so that edits do not start it anew.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { CoreLink } from '../rpc/core-link.ts'
import { openClient } from '../rpc/open-client.ts'
import { now, wait } from '../ui/clock.ts'
import { listenForCommands } from '../ui/commands.ts'
import './app.css'
import { App } from './app.tsx'

const link = new CoreLink({ open: openClient, now, wait })
void link.run()
listenForCommands(window)
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App link={link} />
  </StrictMode>,
)
