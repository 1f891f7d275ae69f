import { parseJson } from '../../core/json/index.ts'
import type { DocumentMetadata } from '../../core/log/change.ts'
import type { DocumentReads } from '../permitted/document-reads.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { MetadataPatch } from '../../state/write-options.ts'
import type { AdminHandlers } from '../admin-service.ts'
import { authorOf } from '../calls/caller.ts'
import { diffView } from '../diff/diff-view.ts'
import { seqAtInstant } from '../seq-at-instant.ts'
import type { Stopwatch } from '../slices.ts'
import { checkDraft } from './check-draft.ts'
import { childrenAt } from './children-at.ts'
import { completeKey } from './complete-key.ts'
import { previewDocument, readDocument, viewDocument } from './document-views.ts'
import { receiptOf } from './write-receipt.ts'

type DocumentHandlers = Omit<
  Pick<AdminHandlers, Extract<keyof AdminHandlers, `documents.${string}`>>,
  'documents.delete-many' | 'documents.tag-many' | 'documents.undo'
>

/** Reads and single writes. A write answers when it is on the store's medium. */
export function documentCommands(storage: DocumentReads, state: SrvraStateManager, stopwatch: Stopwatch): DocumentHandlers {
  return {
    'documents.get': (query) => {
      const document = readDocument(storage, query)
      return document === undefined ? null : viewDocument(storage, state, document)
    },
    'documents.text': ({ key, maxBytes }) => {
      const document = storage.read(key)
      return document === undefined ? null : previewDocument(document, maxBytes)
    },
    'documents.children': ({ at, ...query }) =>
      at === undefined ? storage.children(query) : childrenAt(storage, query, seqAtInstant(storage, at)),
    'documents.complete-key': ({ text, limit }) => completeKey(storage, text, limit, stopwatch),
    'documents.set': async ({ key, text, metadata, ...guard }, caller) => {
      const patch = metadata && { metadata: wholeMetadata(metadata) }
      const update =
        text === undefined
          ? state.setMetadata(key, patch?.metadata ?? {}, { ...guard, ...authorOf(caller) })
          : state.setState(key, parseJson(text), { ...guard, ...patch, ...authorOf(caller) })
      await update.durable
      return receiptOf(update)
    },
    'documents.delete': async ({ key, ...guard }, caller) => {
      const update = state.deleteState(key, { ...guard, ...authorOf(caller) })
      await update.durable
      return receiptOf(update)
    },
    'documents.check': ({ key, text }) => checkDraft(state, key, text),
    'documents.diff': ({ before, after }) => diffView(before, after),
  }
}

/** What the caller leaves out, it wants gone. */
function wholeMetadata({ tags, contentType, retentionClass, custom }: DocumentMetadata): MetadataPatch {
  return {
    tags: tags ?? null,
    contentType: contentType ?? null,
    retentionClass: retentionClass ?? null,
    custom: custom ?? null,
  }
}
