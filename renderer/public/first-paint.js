// Runs before anything is drawn: a window in the chosen theme from its first moment on. The page itself takes over at once.
try {
  const { theme } = JSON.parse(localStorage.getItem('headwater.settings') ?? '{}')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Nothing kept, or not by us: the system's theme.
}
