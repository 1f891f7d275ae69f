/** How `srvra` ends. The table in `--help` and in the specification says the same. // C-3 */
export const EXIT = {
  ok: 0,
  refused: 1,
  usage: 2,
  notFound: 3,
  store: 4,
  network: 5,
  internal: 70,
  configuration: 78,
  cancelled: 130,
} as const

const BY_CODE: Readonly<Record<string, number>> = {
  E_USAGE: EXIT.usage,
  E_KEY: EXIT.usage,
  E_KEY_TEMPLATE: EXIT.usage,
  E_KEY_PATTERN: EXIT.usage,
  E_FILTER: EXIT.usage,
  E_MOMENT: EXIT.usage,
  E_NOT_FOUND: EXIT.notFound,
  E_STORE_MISSING: EXIT.notFound,
  E_VERSION_UNKNOWN: EXIT.notFound,
  E_FILE: EXIT.notFound,
  E_NO_TOKEN: EXIT.notFound,
  E_NO_USER: EXIT.notFound,
  E_NO_ROLE: EXIT.notFound,
  E_VERIFY: EXIT.store,
  E_BACKUP_MISSING: EXIT.notFound,
  E_BACKUP_INTEGRITY: EXIT.store,
  E_BACKUP_STALE: EXIT.store,
  E_SPACE: EXIT.store,
  E_KEY_UNKNOWN: EXIT.configuration,
  E_KEY_FORMAT: EXIT.configuration,
  E_UNREACHABLE: EXIT.network,
  E_NO_ANSWER: EXIT.network,
  E_UNAUTHENTICATED: EXIT.network,
  E_PORT_IN_USE: EXIT.network,
  E_PORT_FORBIDDEN: EXIT.network,
  E_LISTEN: EXIT.network,
  E_TLS_REQUIRED: EXIT.configuration,
  E_TLS_UNCHECKED: EXIT.configuration,
  E_TLS_INVALID: EXIT.configuration,
  E_TOKEN_FILE: EXIT.configuration,
  E_RULE: EXIT.configuration,
  E_SCENARIO: EXIT.usage,
  E_DURATION: EXIT.usage,
  E_RUNTIME: EXIT.configuration,
  E_OPTION: EXIT.configuration,
  E_PASSWORD: EXIT.configuration,
  E_DATA_FOLDER: EXIT.configuration,
  E_CANCELLED: EXIT.cancelled,
}

/** The exit code of an error by its stable code: what is not listed was refused. */
export function exitCodeOf(code: string): number {
  return BY_CODE[code] ?? (code.startsWith('E_STORE_') ? EXIT.store : EXIT.refused)
}

export const EXIT_HELP = `Exit codes:
  0    done
  1    refused: a version conflict, bad rows, a file that exists, a missing --yes ...
  2    the command line can not be understood
  3    not found: the store, the key, the version, the file
  4    the store is locked, corrupt, full, newer than this program, or does not verify
  5    the network: no hub answers, it does not let you in, the port is in use
  70   a fault of this program
  78   configuration: Node.js is too old, the data folder can not be used, no certificate
  130  cancelled (Ctrl+C); nothing was changed`
