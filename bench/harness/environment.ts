import { readFileSync } from 'node:fs'
import os from 'node:os'

/** The machine a run was made on: figures without it mean nothing. */
export interface Environment {
  readonly date: string
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly system: string
  readonly node: string
  readonly sqlite: string
}

export function describeEnvironment(sqlite: string): Environment {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: systemName(),
    node: process.version,
    sqlite,
  }
}

function systemName(): string {
  try {
    const release = readFileSync('/etc/os-release', 'utf8')
    return /PRETTY_NAME="(.+)"/.exec(release)?.[1] ?? `${os.type()} ${os.release()}`
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return `${os.type()} ${os.release()}`
  }
}
