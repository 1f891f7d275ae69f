import type { Access } from '../../engine/admin/calls/caller.ts'
import type { AdminCommands, AdminEvents } from '../../engine/admin/commands.ts'

export type * from '../../engine/admin/commands.ts'
export type { Access } from '../../engine/admin/calls/caller.ts'
export type { JsonArray, JsonObject, JsonValue } from '../../engine/core/json/index.ts'
export type { ChangeKind, DocumentMetadata, Priority } from '../../engine/core/log/change.ts'
export type { DocumentRow, HistoryEntry, LogPosition, PrefixNode, SortColumn } from '../../engine/ports/storage.ts'

/** What an operator chose for this machine. Shortcuts: command id to key sequence, empty to turn one off. */
export interface Preferences {
  readonly theme: 'system' | 'dark' | 'light'
  readonly density: 'comfortable' | 'default' | 'compact'
  readonly utc: boolean
  readonly railCollapsed: boolean
  readonly inspectorOpen: boolean
  readonly inspectorWidth: number
  readonly singleLetterKeys: boolean
  readonly shortcuts: Readonly<Record<string, string>>
  /** Where the hub listens; 0: any port that is free. */
  readonly hubPort: number
  /** Which new conflicts the system tells of while the console is in the background: all, those of critical and high priority, or none. */
  readonly conflictNotices: 'all' | 'urgent' | 'none'
  /** Alerts of which severities the system tells of while the console is in the background. */
  readonly alertNotices: Readonly<Record<'critical' | 'warning' | 'info', boolean>>
  /** Shown in the top bar, so that nobody edits production by mistake. */
  readonly environment: { readonly name: string; readonly kind: 'production' | 'staging' | 'development' }
}

/** Unsaved text of an editor; survives a quit and a crash. */
export interface Draft {
  readonly key: string
  readonly text: string
  /** The version that the text began from; 0 for a new document. */
  readonly baseVersion: number
  readonly savedAt: number
}

/** Choices that somebody has made for a conflict and not applied yet, as the page wrote them. */
export interface ConflictDraft {
  readonly id: string
  readonly text: string
  readonly savedAt: number
}

export interface SavedFilter {
  readonly name: string
  readonly filter: string
}

/** About this program, for Settings and support. */
export interface AppInfo {
  readonly version: string
  readonly electron: string
  readonly chromium: string
  readonly node: string
  readonly sqlite: string
  readonly platform: string
  readonly dataDir: string
  /** Set when the page was loaded anew because its process had ended: tell the operator once. */
  readonly recoveredFrom?: string
}

/**
 * Where the engine of this console stands. When it failed, every engine command answers E_ENGINE_UNAVAILABLE, and the
 * page shows the sentence with what can be done: `host.retry`, `host.choose-folder`, `app.quit`.
 */
export type HostState =
  | { readonly status: 'open'; readonly dataDir: string }
  | { readonly status: 'failed'; readonly dataDir: string; readonly error: Failure }

/** Who works at this console. */
export interface SessionState {
  /** False until there are users: then whoever has this computer's account may do everything. */
  readonly required: boolean
  readonly user?: {
    readonly name: string
    readonly roles: readonly string[]
    readonly since: number
    readonly until: number
    readonly by: 'password' | 'device' | 'emergency'
    readonly reason?: string
  }
  /** Why the last one is not signed in any more. */
  readonly ended?: 'signed-out' | 'idle' | 'too-long' | 'rights-changed' | 'replaced'
  /** Why nobody can stay signed in on this computer; absent where one can. */
  readonly cannotStay?: string
  /** Somebody stays signed in on this computer. */
  readonly stays: boolean
  /** There is a code for emergencies that was not used. */
  readonly emergency: boolean
  /** Without a key or a click for so long, whoever is signed in is signed out. */
  readonly idleMs: number
}

/** What only a console has: this operator's own things and the windows of this machine. */
export interface LocalCommands {
  'app.info': (query: Record<string, never>) => AppInfo
  /** What the operator may do; whatever the page offers, every command checks it anew. */
  'app.access': (query: Record<string, never>) => readonly Access[]
  /** The page has painted its first view with data: what a picture of the console waits for. */
  'app.ready': (query: Record<string, never>) => null
  /** Answer to the `closing` event: every draft is saved, the window may go. */
  'app.may-close': (query: Record<string, never>) => null
  'app.quit': (query: Record<string, never>) => null
  'session.state': (query: Record<string, never>) => SessionState
  /** Makes the first user, an admin, and signs them in. Throws E_OPTION, E_PASSWORD, E_USER_EXISTS. */
  'session.set-up': (owner: { readonly name: string; readonly password: string }) => SessionState
  /** Throws E_SIGN_IN, E_LOCKED (details: `until`), E_KEYCHAIN. */
  'session.sign-in': (shown: { readonly name: string; readonly password: string; readonly stay?: boolean }) => SessionState
  /** Throws E_SIGN_IN, E_OPTION. */
  'session.emergency': (shown: { readonly code: string; readonly reason: string }) => SessionState
  'session.sign-out': (query: Record<string, never>) => SessionState
  /** Throws E_SIGN_IN, E_LOCKED, E_PASSWORD. */
  'session.change-password': (change: { readonly password: string; readonly next: string }) => SessionState
  /** Somebody has touched a key or the mouse. */
  'session.active': (query: Record<string, never>) => null
  'host.state': (query: Record<string, never>) => HostState
  /** Tries to open the store again. */
  'host.retry': (query: Record<string, never>) => HostState
  /** Asks for another data folder and starts the console anew on it; null when the operator cancels. */
  'host.choose-folder': (query: Record<string, never>) => string | null
  'preferences.get': (query: Record<string, never>) => Preferences
  'preferences.set': (change: Partial<Preferences>) => Preferences
  'drafts.list': (query: Record<string, never>) => readonly Draft[]
  'drafts.save': (draft: { readonly key: string; readonly text: string; readonly baseVersion: number }) => Draft
  'drafts.drop': (query: { readonly key: string }) => null
  'conflict-drafts.list': (query: Record<string, never>) => readonly ConflictDraft[]
  'conflict-drafts.save': (draft: { readonly id: string; readonly text: string }) => ConflictDraft
  'conflict-drafts.drop': (query: { readonly id: string }) => null
  'filters.list': (query: Record<string, never>) => readonly SavedFilter[]
  'filters.save': (filter: SavedFilter) => readonly SavedFilter[]
  'filters.drop': (query: { readonly name: string }) => readonly SavedFilter[]
  /** The system's dialog; null when the operator cancels. Files chosen so, and only those, may be read or written. */
  'dialogs.open-file': (query: { readonly title: string; readonly extensions: readonly string[] }) => string | null
  'dialogs.save-file': (query: { readonly title: string; readonly suggestedName: string }) => string | null
  /** Writes a file that the operator chose. Throws E_FILE_NOT_CHOSEN, and what writing throws. */
  'files.save': (query: { readonly file: string; readonly content: string; readonly encoding: 'utf8' | 'base64' }) => null
  'clipboard.write': (query: { readonly text: string }) => null
}

export interface Commands extends AdminCommands, LocalCommands {}

export interface Events extends AdminEvents {
  preferences: Preferences
  host: HostState
  /** Who works here, or what they may do, is another: what the page shows is to be asked for anew. */
  session: SessionState
  /** Show a view, by its route: somebody came in through a notification. */
  navigate: string
  /** The window is about to close: save what is unsaved, then call `app.may-close` (it waits two seconds). */
  closing: null
}

export type CommandName = keyof Commands
export type EventName = keyof Events
export type Args<Name extends CommandName> = Parameters<Commands[Name]>[0]
export type Answer<Name extends CommandName> = ReturnType<Commands[Name]>

/** An error as it crosses the process border: classes and stacks stay behind, code and details come along. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly details: Readonly<Record<string, string | number | boolean | null>>
}

export type Result<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failure }

/** The whole of what the page can reach: `window.srvra`. */
export interface Bridge {
  call<Name extends CommandName>(command: Name, args: Args<Name>): Promise<Result<Answer<Name>>>
  on<Name extends EventName>(event: Name, handler: (payload: Events[Name]) => void): () => void
}

/** Main must answer every command: a missing handler does not compile. */
export type Handlers = {
  readonly [Name in CommandName]: (args: Args<Name>) => Answer<Name> | Promise<Answer<Name>>
}
