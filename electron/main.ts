// The desktop application, as a list: what is wired to what. What has behaviour is in the files named here, or in the core.
import { dirname, resolve } from 'node:path'
import { app, BrowserWindow, Menu, MessageChannelMain, protocol, safeStorage, screen, session, shell, utilityProcess } from 'electron'
import { systemClock } from '../core/base/clock.ts'
import { systemTimers } from '../core/base/timers.ts'
import { defaultDataFolder } from '../core/host/data-folder.ts'
import { staticFiles } from '../core/host/static-files.ts'
import { APP_SCHEME, appProtocol } from './app-protocol.ts'
import { applicationMenu } from './application-menu.ts'
import { openCoreLog } from './core-log.ts'
import type { CoreArguments } from './core-messages.ts'
import { answerPortRequests } from './core-port-channel.ts'
import { CORE_STOPPED_URL, coreStoppedPage } from './core-stopped-page.ts'
import { CoreSupervisor } from './core-supervisor.ts'
import { linkIn, listenForLinks, registerLinks } from './deep-links.ts'
import { parseDesktopFlags } from './flags.ts'
import { devUrlFrom, guardContents, guardSession, PAGE_URL } from './guards.ts'
import { bringToFront, openMainWindow } from './main-window.ts'
import { recoverPage } from './page-recovery.ts'
import { createUserData, type DesktopPaths, desktopPaths } from './paths.ts'
import { quitAfter } from './quit.ts'
import { SecretFile } from './secret-file.ts'

const flags = parseDesktopFlags(process.argv)
const homeDirectory = flags.dataDirectory ?? defaultDataFolder()
const userData = createUserData(homeDirectory)
if (userData !== undefined) app.setPath('userData', userData)
if (app.requestSingleInstanceLock()) run()
else {
  process.stdout.write('Headwater is already running; its window is in front now.\n')
  app.exit(0)
}

function run(): void {
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([APP_SCHEME])

  const devUrl = devUrlFrom(process.env, app.isPackaged)
  const paths = desktopPaths(import.meta.dirname, app.getPath('userData'))
  const log = openCoreLog(paths.coreLog, systemClock)
  const core = superviseCore(paths, log)
  let window: BrowserWindow | undefined
  let stoppedReason: string | undefined
  let dataFolder = homeDirectory
  /** Where the next window begins: a link may come before there is one. */
  let place = linkIn(process.argv) ?? ''
  const load = (target: BrowserWindow): void => {
    void target.loadURL(stoppedReason === undefined ? `${devUrl ?? PAGE_URL}${place}` : CORE_STOPPED_URL)
    if (stoppedReason === undefined) place = ''
  }
  const showWindow = (): void => {
    if (window !== undefined) return bringToFront(window)
    window = openWindow(paths.windowState, paths.preload, log)
    window.on('closed', () => (window = undefined))
    load(window)
  }
  const showPlace = (hash: string): void => {
    place = hash
    if (!app.isReady()) return
    // The same page with another fragment: it goes there without being loaded again.
    if (window !== undefined) load(window)
    showWindow()
  }

  app.on('web-contents-created', (_event, contents) => {
    guardContents(contents, (url) => void shell.openExternal(url), devUrl)
    recoverPage(contents, { clock: systemClock, logger: log })
  })
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => log.warn(`${type} process gone: ${reason}, exit code ${exitCode}`))
  app.on('window-all-closed', () => void (process.platform !== 'darwin' && app.quit()))
  quitAfter(app, () => core.stop())
  listenForLinks(app, { onLink: showPlace, onStartedAgain: () => void (app.isReady() && showWindow()) })
  answerPortRequests(core, devUrl)
  core.ready.on((ready) => {
    stoppedReason = undefined
    dataFolder = ready.dataFolder
  })
  core.gaveUp.on((reason) => {
    stoppedReason = reason
    void window?.loadURL(CORE_STOPPED_URL)
  })

  void app.whenReady().then(() => {
    guardSession(session.defaultSession)
    const stoppedPage = (): Response => coreStoppedPage(stoppedReason ?? 'The core is running again.', log.path)
    protocol.handle('app', appProtocol({ files: staticFiles(paths.renderer), stoppedPage, startCoreAgain: () => core.start() }))
    const commands = { openDataFolder: () => void shell.openPath(dataFolder), openLog: () => void shell.openPath(log.path) }
    Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu(process.platform, app.isPackaged, commands)))
    registerLinks(app, process.execPath, resolve(process.argv[1] ?? ''))
    core.start()
    showWindow()
    app.on('activate', showWindow)
  })
}

function openWindow(statePath: string, preloadPath: string, logger: ReturnType<typeof openCoreLog>): BrowserWindow {
  const create = (options: Electron.BrowserWindowConstructorOptions): BrowserWindow => new BrowserWindow(options)
  const workAreas = screen.getAllDisplays().map((display) => display.workArea)
  const window = openMainWindow({ create, workAreas, statePath, preloadPath, timers: systemTimers, logger })
  window.once('ready-to-show', () => process.send?.('ready')) // `npm start` waits for this word
  return window
}

function superviseCore(paths: DesktopPaths, log: ReturnType<typeof openCoreLog>): CoreSupervisor {
  const coreArguments: CoreArguments = {
    ...(flags.dataDirectory === undefined ? {} : { dataDirectory: flags.dataDirectory }),
    ...(flags.kafkaPort === undefined ? {} : { kafkaPort: flags.kafkaPort }),
  }
  const secrets = new SecretFile({ path: paths.secrets, keychain: safeStorage, platform: process.platform, logger: log })
  return new CoreSupervisor({
    fork: () => forkCore(paths.coreEntry, coreArguments, log.stream),
    createChannel: () => new MessageChannelMain(),
    secrets: (save) => secrets.answer(save),
    clock: systemClock,
    timers: systemTimers,
    logger: log,
  })
}

function forkCore(entry: string, coreArguments: CoreArguments, log: NodeJS.WritableStream): Electron.UtilityProcess {
  const child = utilityProcess.fork(entry, [JSON.stringify(coreArguments)], { serviceName: 'Headwater core', cwd: dirname(entry), stdio: 'pipe' })
  child.stdout?.pipe(log, { end: false })
  child.stderr?.pipe(log, { end: false })
  return child
}
