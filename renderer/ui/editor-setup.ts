// What every Monaco editor of the page shares: workers, languages, colours, options. Loaded with the first of them only.
import 'monaco-editor/features/register.all'
import 'monaco-editor/languages/definitions/javascript/register'
import { editor } from 'monaco-editor/editor'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import JsonWorker from 'monaco-editor/languages/features/json/json.worker?worker'
import { jsonDefaults } from 'monaco-editor/languages/features/json/register'

self.MonacoEnvironment = { getWorker: (_id, label) => (label === 'json' ? new JsonWorker() : new EditorWorker()) }
jsonDefaults.setDiagnosticsOptions({ validate: true, allowComments: false, enableSchemaRequest: false })

/* Monaco takes no CSS variables: the same tints as tokens.css, in hex. */
const THEMES = {
  light: {
    base: 'vs' as const,
    rules: { key: '1f5a75', string: '1d6138', number: '8a4a14', literal: '6a3aa8', bracket: '4a565e', comment: '5b666d' },
    colors: {
      'editor.background': '#ffffff',
      'editor.foreground': '#1b2329',
      'editorLineNumber.foreground': '#647078',
      'editor.lineHighlightBackground': '#f4f6f8',
      'diffEditor.insertedLineBackground': '#e6f6ea',
      'diffEditor.insertedTextBackground': '#c9ecd2',
      'diffEditor.removedLineBackground': '#fdecea',
      'diffEditor.removedTextBackground': '#f9d5d0',
    },
  },
  dark: {
    base: 'vs-dark' as const,
    rules: { key: '8fd0e6', string: '9bdcae', number: 'eec08a', literal: 'cbb4f5', bracket: 'b3bdc4', comment: '93a1a9' },
    colors: {
      'editor.background': '#11161a',
      'editor.foreground': '#e9eef1',
      'editorLineNumber.foreground': '#8d989f',
      'editor.lineHighlightBackground': '#182026',
      'diffEditor.insertedLineBackground': '#142a1d',
      'diffEditor.insertedTextBackground': '#1d4029',
      'diffEditor.removedLineBackground': '#331a19',
      'diffEditor.removedTextBackground': '#512624',
    },
  },
}

for (const [name, { base, rules, colors }] of Object.entries(THEMES)) {
  editor.defineTheme(`headwater-${name}`, {
    base,
    inherit: true,
    colors: { ...colors, 'editor.lineHighlightBorder': '#00000000' },
    rules: [
      { token: 'string.key.json', foreground: rules.key },
      { token: 'string.value.json', foreground: rules.string },
      { token: 'number.json', foreground: rules.number },
      { token: 'keyword.json', foreground: rules.literal },
      { token: 'comment', foreground: rules.comment },
      { token: 'keyword.js', foreground: rules.literal },
      { token: 'string.js', foreground: rules.string },
      { token: 'number.js', foreground: rules.number },
      { token: 'delimiter', foreground: rules.bracket },
    ],
  })
}

export const themeOf = (dark: boolean): string => (dark ? 'headwater-dark' : 'headwater-light')

export const EDITOR_OPTIONS = {
  automaticLayout: true,
  fixedOverflowWidgets: true,
  minimap: { enabled: false },
  fontFamily: "'JetBrains Mono Variable', monospace",
  fontSize: 12,
  lineHeight: 18,
  scrollBeyondLastLine: false,
  renderLineHighlight: 'line',
  overviewRulerLanes: 0,
  lineNumbersMinChars: 3,
  padding: { top: 6, bottom: 6 },
  // Tab leaves the editor, so that the whole form can be walked by keyboard.
  tabFocusMode: true,
  wordWrap: 'on',
  stickyScroll: { enabled: false },
  // Without a schema there is nothing to suggest but words that stand there already.
  quickSuggestions: false,
  suggestOnTriggerCharacters: false,
  wordBasedSuggestions: 'off',
  bracketPairColorization: { enabled: false },
  // Typing over a selection replaces it. Surrounding it instead makes Monaco 0.57 lose count of its tokens over several lines.
  autoSurround: 'never',
} satisfies editor.IEditorOptions & editor.IGlobalEditorOptions
