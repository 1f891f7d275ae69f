import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--ok)' },
  { tag: tags.number, color: 'var(--remote)' },
  { tag: [tags.bool, tags.null], color: 'var(--warn)' },
  { tag: [tags.separator, tags.punctuation, tags.brace, tags.squareBracket], color: 'var(--text-2)' },
])

const theme = EditorView.theme({
  '&': { blockSize: '100%', backgroundColor: 'var(--panel)', color: 'var(--text)', font: 'var(--type-value)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '20px', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--accent)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)' },
  '.cm-gutters': { backgroundColor: 'var(--panel)', borderInlineEnd: '1px solid var(--border)', color: 'var(--text-2)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--raised)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'light-dark(#b7d6fb, #24548d)',
  },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--raised)', border: '1px solid var(--border)', color: 'var(--text-2)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'transparent',
    outline: '1px solid var(--border-strong)',
  },
  '.cm-searchMatch': { backgroundColor: 'var(--tint-conflict)', outline: '1px solid var(--warn)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--flash)' },
  '.cm-specialChar': { color: 'var(--danger)' },
  '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--text)', borderColor: 'var(--border)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--panel)',
    border: '1px solid var(--border)',
    color: 'var(--text)',
    boxShadow: 'var(--shadow)',
  },
  '.cm-diagnostic': { font: 'var(--type-meta)', padding: '6px 8px' },
  '.cm-diagnostic-error': { borderInlineStart: '3px solid var(--danger)' },
  // The markers of the library are images in data URIs, which the page's policy refuses.
  '.cm-lint-marker-error': {
    content: '""',
    blockSize: '10px',
    inlineSize: '10px',
    borderRadius: '50%',
    background: 'var(--danger)',
  },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--danger)', textUnderlineOffset: '3px' },
  '.cm-changedText, .cm-insertedLine .cm-changedText': { background: 'var(--tint-add)' },
  '.cm-changedLine, .cm-insertedLine': { backgroundColor: 'var(--tint-add)' },
  '.cm-deletedChunk, .cm-deletedChunk .cm-deletedText': { background: 'var(--tint-del)' },
})

/** Colours and measures of the console's tokens, so that an editor follows the theme without being built anew. */
export const jsonAppearance: Extension = [theme, syntaxHighlighting(colours)]

/** Editors add styles of their own; the page's policy lets them do so by this nonce alone. */
export function styleNonce(): Extension {
  return EditorView.cspNonce.of(document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '')
}
