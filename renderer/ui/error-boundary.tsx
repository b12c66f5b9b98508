// Keeps a failure while drawing to the pane it happened in, and says what to do.
import { Component, type ReactNode } from 'react'
import { Notice } from './states.tsx'

export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    return (
      <Notice
        tone="bad"
        message="This screen could not be drawn."
        remedy="Reload the page; what was sent stays sent."
        detail={error.message}
        action={{ label: 'Reload the page', run: () => location.reload() }}
      />
    )
  }
}
