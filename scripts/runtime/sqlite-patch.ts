// better-sqlite3 13 is written for Node-API 10; Electron 33 offers 9. All that it needs of version 10 are persistent
// references to strings, which these edits replace by a struct that keeps the text and makes the string on demand.
// (Aggregate functions whose start value is a primitive need version 10, too; the engine defines none.)

/** One replacement in one source file, and how often its text must be found there. */
export interface SourceEdit {
  readonly file: string
  readonly find: string
  readonly replace: string
  readonly count: number
}

const STRING_REF = `// A string constant that needs no persistent reference.
struct StringRef {
	StringRef() : env(nullptr) {}
	StringRef(Napi::Env env, const char* text) : env(env), text(text) {}
	Napi::String Value() const { return Napi::String::New(env, text); }
	napi_env env;
	std::string text;
};

`

const REFERENCE = 'Napi::Reference<Napi::String>'

export const NODE_API_9_EDITS: readonly SourceEdit[] = [
  { file: 'binding.gyp', find: "'NAPI_VERSION=10'", replace: "'NAPI_VERSION=9'", count: 1 },
  { file: 'src/util/helpers.cpp', find: 'inline void SetFrozen(', replace: `${STRING_REF}inline void SetFrozen(`, count: 1 },
  { file: 'src/util/helpers.cpp', find: REFERENCE, replace: 'StringRef', count: 1 },
  { file: 'src/util/constants.cpp', find: REFERENCE, replace: 'StringRef', count: 20 },
  {
    file: 'src/util/constants.cpp',
    find: 'Napi::Persistent(InternalizedFromLatin1(env, str))',
    replace: 'StringRef(env, str)',
    count: 2,
  },
  { file: 'src/util/bind-map.cpp', find: `const ${REFERENCE} name;`, replace: 'const StringRef name;', count: 1 },
  {
    file: 'src/util/bind-map.cpp',
    find: 'Napi::Persistent(InternalizedFromUtf8(env, name, -1))',
    replace: 'StringRef(env, name)',
    count: 1,
  },
  { file: 'src/util/bind-map.cpp', find: 'Napi::Persistent(pair->name.Value())', replace: 'pair->name', count: 1 },
]

/**
 * Applies one edit to a file's text. Throws when the text is not found exactly as often as expected: sources
 * that changed need a person to look, not a build that happens to compile.
 */
export function applyEdit(text: string, edit: SourceEdit): string {
  const pieces = text.split(edit.find)
  if (pieces.length - 1 !== edit.count) {
    throw new Error(
      `better-sqlite3's ${edit.file} holds ${JSON.stringify(edit.find)} ${pieces.length - 1} times instead of ${edit.count}. ` +
        'Its sources have changed: revise scripts/runtime/sqlite-patch.ts for this version.',
    )
  }
  return pieces.join(edit.replace)
}

/** Throws when a source file still holds a persistent reference to a string, which Electron 33 would refuse at run time. */
export function assertNoStringReference(file: string, text: string): void {
  if (text.includes(REFERENCE)) {
    throw new Error(
      `better-sqlite3's ${file} holds a ${REFERENCE} that the patch does not know: revise scripts/runtime/sqlite-patch.ts.`,
    )
  }
}
