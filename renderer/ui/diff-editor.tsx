// Monaco with two texts: how it was, to be read, and how it is to be, to be written. Loaded lazily: import it with React.lazy.
import { editor, Uri } from 'monaco-editor/editor'
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import { EDITOR_OPTIONS, themeOf } from './editor-setup.ts'

export interface DiffEditorProps {
  /** Names the document; another name is another document with its own undo history. */
  name: string
  label: string
  language: 'json' | 'plaintext'
  before: string
  /** What a new document begins with; later values are ignored. */
  initialValue: string
  dark: boolean
  onChange: (value: string) => void
}

export function DiffEditor({ name, label, language, before, initialValue, dark, onChange }: DiffEditorProps): ReactNode {
  const host = useRef<HTMLDivElement>(null)
  const changed = useEffectEvent((text: string) => onChange(text))
  const create = useEffectEvent((element: HTMLDivElement) => {
    const uri = (side: string): Uri => Uri.parse(`inmemory://diff/${encodeURIComponent(name)}/${side}`)
    const original = editor.createModel(before, language, uri('before'))
    const modified = editor.createModel(initialValue, language, uri('after'))
    const instance = editor.createDiffEditor(element, {
      ...EDITOR_OPTIONS,
      ...DIFF_OPTIONS,
    })
    editor.setTheme(themeOf(dark))
    instance.setModel({ original, modified })
    instance.getOriginalEditor().updateOptions({ ariaLabel: 'As it was read' })
    instance.getModifiedEditor().updateOptions({ ariaLabel: label })
    return { instance, original, modified }
  })
  useEffect(() => {
    const { instance, original, modified } = create(host.current!)
    const listening = modified.onDidChangeContent(() => changed(modified.getValue()))
    instance.getModifiedEditor().focus()
    return () => {
      listening.dispose()
      instance.dispose()
      original.dispose()
      modified.dispose()
    }
  }, [name, language])
  useEffect(() => editor.setTheme(themeOf(dark)), [dark])
  return <div ref={host} className="min-h-0 flex-1" />
}

const DIFF_OPTIONS = {
  originalEditable: false,
  renderSideBySide: true,
  useInlineViewWhenSpaceIsLimited: true,
  renderSideBySideInlineBreakpoint: 640,
  renderOverviewRuler: false,
  renderIndicators: true,
  // White space of a value is bytes that are sent.
  ignoreTrimWhitespace: false,
  hideUnchangedRegions: { enabled: false },
} satisfies editor.IDiffEditorOptions
