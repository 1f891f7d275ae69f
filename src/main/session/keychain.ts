/* oxlint-disable typescript/no-deprecated -- the asynchronous calls are not in every Electron that this console runs on */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { safeStorage } from 'electron'

/** Whom this computer remembers. */
export interface Remembered {
  readonly name: string
  readonly secret: string
}

/** Keeps a secret where the system keeps secrets, or says why it cannot. */
export interface Keychain {
  /** Why nothing can be kept here; undefined where it can. */
  readonly unfit: string | undefined
  recall(): Remembered | undefined
  keep(remembered: Remembered): void
  forget(): void
}

/**
 * The system's own keychain by way of `safeStorage`. Where Linux has none, Electron would encrypt with a password that
 * everybody knows (`basic_text`): then nothing is kept, and the password is asked for at each start. // I-14, V-322
 */
export function systemKeychain(dataDir: string, report: (error: unknown) => void): Keychain {
  const file = join(dataDir, 'signed-in.bin')
  return {
    get unfit() {
      return unfitness()
    },
    recall: () => {
      if (unfitness() !== undefined) return undefined
      try {
        return JSON.parse(safeStorage.decryptString(readFileSync(file))) as Remembered
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') report(error)
        return undefined
      }
    },
    keep: (remembered) => writeFileSync(file, safeStorage.encryptString(JSON.stringify(remembered)), { mode: 0o600 }),
    forget: () => rmSync(file, { force: true }),
  }
}

function unfitness(): string | undefined {
  if (process.platform === 'linux') {
    const backend = safeStorage.getSelectedStorageBackend()
    if (backend === 'basic_text' || backend === 'unknown')
      return 'This computer has no keychain (such as GNOME Keyring or KWallet) to keep it in.'
  }
  return safeStorage.isEncryptionAvailable() ? undefined : 'The keychain of this computer is locked or not to be had.'
}
