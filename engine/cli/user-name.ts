import { userInfo } from 'node:os'

/** Who is at the keyboard; a container may not know. */
export function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'local'
  }
}
