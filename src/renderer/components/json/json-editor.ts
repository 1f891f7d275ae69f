import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language'
import { type Diagnostic, lintGutter, linter, lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'

import type { DraftProblem } from '../../../shared/contract.ts'
import { jsonAppearance, styleNonce } from './json-appearance.ts'
import { rangeOfProblem } from './problem-range.ts'

const checkAfterMs = 250

export interface JsonEditorOptions {
  readonly text: string
  readonly label: string
  readonly readonly: boolean
  readonly check?: ((text: string) => Promise<readonly DraftProblem[]>) | undefined
  readonly onText: (text: string) => void
}

export interface JsonEditorHandle {
  focus(): void
  setText(text: string): void
  destroy(): void
}

function checking(check: (text: string) => Promise<readonly DraftProblem[]>): Extension {
  const find = async (view: EditorView): Promise<readonly Diagnostic[]> => {
    const { state } = view
    const problems = await check(state.doc.toString())
    // Ranges of text that was typed over meanwhile would point somewhere else.
    if (view.state.doc !== state.doc) return []
    return problems.map((problem) => ({
      ...rangeOfProblem(state, problem),
      severity: 'error',
      message: problem.message,
      source: problem.code,
    }))
  }
  return [linter(find, { delay: checkAfterMs }), lintGutter(), keymap.of(lintKeymap)]
}

function editing({ check, onText }: JsonEditorOptions): Extension {
  return [
    history(),
    bracketMatching(),
    indentOnInput(),
    highlightActiveLine(),
    // Without the tabulator key: it leaves the editor, as it leaves every other field.
    keymap.of([...historyKeymap, ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter')]),
    check ? checking(check) : [],
    EditorView.updateListener.of((update) => update.docChanged && onText(update.state.doc.toString())),
  ]
}

function looking(options: JsonEditorOptions): Extension {
  return [
    lineNumbers(),
    foldGutter(),
    highlightSpecialChars(),
    drawSelection(),
    highlightSelectionMatches(),
    search({ top: true }),
    json(),
    jsonAppearance,
    styleNonce(),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': options.label }),
    keymap.of([...searchKeymap, ...foldKeymap]),
  ]
}

/** An editor for JSON in an element; read-only, it still folds, searches and copies. */
export function createJsonEditor(parent: HTMLElement, options: JsonEditorOptions): JsonEditorHandle {
  const fixed = [EditorState.readOnly.of(true), keymap.of(defaultKeymap)]
  const state = EditorState.create({
    doc: options.text,
    extensions: [looking(options), options.readonly ? fixed : editing(options)],
  })
  const view = new EditorView({ state, parent })
  return {
    focus: () => view.focus(),
    destroy: () => view.destroy(),
    setText(text) {
      if (text === view.state.doc.toString()) return
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
    },
  }
}
