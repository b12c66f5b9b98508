// A place as a link for somebody else: one that opens the application, or this browser's own address.
import { deepLink, formatRoute, type Route } from './route.ts'

export const linkTo = (route: Route): string =>
  window.desktop === undefined ? `${location.origin}/${formatRoute(route)}` : deepLink(route)
