import { spawnSync } from 'node:child_process'

/** The library that bends a process's clock; undefined where there is none. The program itself would stand between us and the process. */
const library = spawnSync('faketime', ['-f', '+0', 'printenv', 'LD_PRELOAD'], { encoding: 'utf8' }).stdout?.trim()

export const canBendClocks = library !== undefined && library !== ''

/** The environment of a process whose clock is wrong: `clock` as faketime takes it, such as '+24h' or '-1h x100'. Timers run as ever. */
export function wrongClock(clock: string): NodeJS.ProcessEnv {
  return { LD_PRELOAD: library, FAKETIME: clock, DONT_FAKE_MONOTONIC: '1' }
}
