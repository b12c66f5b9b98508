// The entry: starts the link to the core and draws the application. Kept apart from the components, so that edits do not start it anew.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { CoreLink } from '../rpc/core-link.ts'
import { rememberedSettings } from '../rpc/first-settings.ts'
import { openClient } from '../rpc/open-client.ts'
import { now, wait } from '../ui/clock.ts'
import { listenForCommands } from '../ui/commands.ts'
import './app.css'
import { App } from './app.tsx'
import { followAddress, listenForMiddleClicks } from './places.ts'
import { putTheme } from './theme.ts'

const link = new CoreLink({ open: openClient, now, wait })
void link.run()
putTheme(rememberedSettings(localStorage).theme)
followAddress()
listenForCommands(window)
listenForMiddleClicks(window)
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App link={link} />
  </StrictMode>,
)
