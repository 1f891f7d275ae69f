/** Says which files a command may touch: on this machine those that the operator chose, for a remote caller none. */
export interface FileAccess {
  /** Throws E_FILE_NOT_CHOSEN. */
  requireRead(path: string): void
  requireWrite(path: string): void
}
