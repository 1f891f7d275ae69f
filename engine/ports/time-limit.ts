/** Runs foreign code and ends it after so many milliseconds. Throws what it throws, and E_TIME_LIMIT. */
export type TimeLimit = <T>(run: () => T, limitMs: number) => T
