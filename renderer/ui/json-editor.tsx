// Monaco as a plain text or JSON editor. Loaded lazily: import it with React.lazy.
import 'monaco-editor/features/register.all'
import { editor, Uri } from 'monaco-editor/editor'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import JsonWorker from 'monaco-editor/languages/features/json/json.worker?worker'
import { jsonDefaults } from 'monaco-editor/languages/features/json/register'
import { type ReactNode, type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef } from 'react'

self.MonacoEnvironment = { getWorker: (_id, label) => (label === 'json' ? new JsonWorker() : new EditorWorker()) }
jsonDefaults.setDiagnosticsOptions({ validate: true, allowComments: false, enableSchemaRequest: false })

/* Monaco takes no CSS variables: the same tints as tokens.css, in hex. */
const THEMES = {
  light: {
    base: 'vs' as const,
    rules: { key: '1f5a75', string: '1d6138', number: '8a4a14', literal: '6a3aa8', bracket: '4a565e' },
    colors: {
      'editor.background': '#ffffff',
      'editor.foreground': '#1b2329',
      'editorLineNumber.foreground': '#647078',
      'editor.lineHighlightBackground': '#f4f6f8',
    },
  },
  dark: {
    base: 'vs-dark' as const,
    rules: { key: '8fd0e6', string: '9bdcae', number: 'eec08a', literal: 'cbb4f5', bracket: 'b3bdc4' },
    colors: {
      'editor.background': '#11161a',
      'editor.foreground': '#e9eef1',
      'editorLineNumber.foreground': '#8d989f',
      'editor.lineHighlightBackground': '#182026',
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
      { token: 'delimiter', foreground: rules.bracket },
    ],
  })
}

export interface JsonEditorHandle {
  /** Puts another text in the place of the whole one, as one step that can be undone. */
  rewrite: (rewritten: (text: string) => string | null) => void
}

export interface JsonEditorProps {
  handle?: Ref<JsonEditorHandle>
  /** Names the document; another name is another document with its own undo history. */
  name: string
  label: string
  language: 'json' | 'plaintext'
  /** What a new document begins with. Later values are ignored: writing them back would undo what was typed since. */
  initialValue: string
  dark: boolean
  onChange: (value: string) => void
}

export function JsonEditor({ handle, name, label, language, initialValue, dark, onChange }: JsonEditorProps): ReactNode {
  const host = useRef<HTMLDivElement>(null)
  const model = useRef<editor.ITextModel>(null)
  useImperativeHandle(handle, () => ({ rewrite: (rewritten) => rewrite(model.current!, rewritten) }), [])
  const changed = useEffectEvent((text: string) => onChange(text))
  const create = useEffectEvent((element: HTMLDivElement, uri: Uri) => {
    model.current = editor.createModel(initialValue, language, uri)
    return editor.create(element, { ...OPTIONS, model: model.current, ariaLabel: label, theme: themeOf(dark) })
  })
  useEffect(() => {
    const instance = create(host.current!, Uri.parse(`inmemory://document/${encodeURIComponent(name)}`))
    const document = instance.getModel()!
    const listening = document.onDidChangeContent(() => changed(document.getValue()))
    return () => {
      listening.dispose()
      instance.dispose()
      document.dispose()
    }
  }, [name])
  useEffect(() => editor.setModelLanguage(model.current!, language), [name, language])
  useEffect(() => editor.setTheme(themeOf(dark)), [dark])
  return <div ref={host} className="min-h-0 flex-1" />
}

function rewrite(document: editor.ITextModel, rewritten: (text: string) => string | null): void {
  const text = rewritten(document.getValue())
  if (text === null) return
  document.pushStackElement()
  document.pushEditOperations(null, [{ range: document.getFullModelRange(), text }], () => null)
  document.pushStackElement()
}

const themeOf = (dark: boolean): string => (dark ? 'headwater-dark' : 'headwater-light')

const OPTIONS: editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  fixedOverflowWidgets: true,
  minimap: { enabled: false },
  fontFamily: "'JetBrains Mono Variable', monospace",
  fontSize: 12,
  lineHeight: 18,
  tabSize: 2,
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
}
