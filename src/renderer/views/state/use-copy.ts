import { computed, type Ref } from 'vue'

import type { DocumentView } from '../../../shared/contract.ts'
import type { MenuGroup } from '../../components/ui/index.ts'
import { setCommand } from '../../documents/command-line.ts'
import { formatPath, type PathSegment } from '../../format/json-path.ts'
import { useClipboard } from '../../stores/clipboard.ts'
import { prettyJson } from '../../stores/editing.ts'
import { useHistory } from '../../stores/history.ts'
import { useCommands } from '../../composables/use-commands.ts'

/** Copying a document in its several forms: the menu, and the chords that begin with `c`. */
export function useCopy(
  document: Readonly<Ref<DocumentView | undefined>>,
  path: Readonly<Ref<readonly PathSegment[] | undefined>>,
): Ref<MenuGroup> {
  const clipboard = useClipboard()
  const history = useHistory()

  const withDocument = (copy: (open: DocumentView) => unknown) => (): unknown => document.value && copy(document.value)

  const json = withDocument(({ value }) => clipboard.copy(prettyJson(value), 'the value as JSON'))
  const key = withDocument((open) => clipboard.copy(open.key, 'the key'))
  const field = withDocument((open) =>
    path.value && path.value.length > 0
      ? clipboard.copy(formatPath(path.value), 'the path of the field')
      : clipboard.copy(open.key, 'the key'),
  )
  const patch = withDocument(({ key: name, version }) => history.copyPatch(name, version - 1, version))
  const command = withDocument((open) => clipboard.copy(setCommand(open.key, open.value), 'a srvra command'))

  useCommands({ 'copy.json': json, 'copy.key': key, 'copy.path': field, 'copy.patch': patch, 'copy.command': command })

  return computed(() => ({
    title: 'Copy',
    items: [
      { id: 'json', label: 'Value as JSON', command: 'copy.json', run: json },
      { id: 'key', label: 'Key', command: 'copy.key', run: key },
      { id: 'path', label: 'Path of the field', command: 'copy.path', disabled: !path.value?.length, run: field },
      { id: 'patch', label: 'Last change as RFC 6902', command: 'copy.patch', run: patch },
      { id: 'command', label: 'srvra command', command: 'copy.command', run: command },
    ],
  }))
}
