import { unifiedMergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView, highlightSpecialChars } from '@codemirror/view'

import { jsonAppearance, styleNonce } from './json-appearance.ts'

/** Compares two long texts in an element, line by line, with what is equal folded away. Returns its end. */
export function showTextDiff(parent: HTMLElement, before: string, after: string, label: string): () => void {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: after,
      extensions: [
        unifiedMergeView({
          original: before,
          mergeControls: false,
          collapseUnchanged: { margin: 2, minSize: 6 },
          // A comparison must not hold the page up: past half a second it gets coarser instead of slower.
          diffConfig: { timeout: 500 },
        }),
        highlightSpecialChars(),
        EditorState.readOnly.of(true),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label }),
        jsonAppearance,
        styleNonce(),
      ],
    }),
  })
  return () => view.destroy()
}
