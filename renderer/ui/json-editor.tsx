// Monaco as an editor of JSON, JavaScript or plain text. Loaded lazily: import it with React.lazy.
import { editor, Uri } from 'monaco-editor/editor'
import { type ReactNode, type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef } from 'react'
import { EDITOR_OPTIONS, themeOf } from './editor-setup.ts'

export interface JsonEditorHandle {
  /** Puts another text in the place of the whole one, as one step that can be undone. */
  rewrite: (rewritten: (text: string) => string | null) => void
}

export interface JsonEditorProps {
  handle?: Ref<JsonEditorHandle>
  /** Names the document; another name is another document with its own undo history. */
  name: string
  label: string
  language: 'json' | 'javascript' | 'plaintext'
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
    return editor.create(element, { ...EDITOR_OPTIONS, tabSize: 2, model: model.current, ariaLabel: label, theme: themeOf(dark) })
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
