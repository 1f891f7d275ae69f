import { spawn } from 'node:child_process'

const KEPT_OUTPUT_CHARACTERS = 6000

export interface ToolOptions {
  readonly cwd?: string
  readonly env?: Record<string, string | undefined>
  readonly timeoutMs?: number
}

/** Runs a program without showing its output; resolves to stdout. Rejects with the end of its output when it fails. */
export function runTool(file: string, args: readonly string[], options: ToolOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    })
    let stdout = ''
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk
      output = (output + chunk).slice(-KEPT_OUTPUT_CHARACTERS)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      output = (output + chunk).slice(-KEPT_OUTPUT_CHARACTERS)
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve(stdout)
      else reject(new Error(`${file} ${args.join(' ')} ended with ${signal ?? `code ${code}`}:\n${output.trim()}`))
    })
  })
}
