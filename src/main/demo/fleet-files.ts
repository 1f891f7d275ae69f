import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { writePrivately } from '../hub/hub-tokens.ts'

/** What a fleet is told when it is started. It carries a token: only its user can read it. */
const fleetConfigSchema = z.strictObject({
  /** Names this one start: a status that does not carry it is of another one. */
  run: z.string().min(1),
  scenario: z.enum(['inventory', 'clinic', 'trading', 'documents', 'iot']),
  replicas: z.int().min(1),
  seed: z.int().min(0),
  startedAt: z.number(),
  connect: z.strictObject({ url: z.string(), token: z.string() }),
  /** Where the replicas keep their stores: a fleet that is started again goes on with them. */
  dir: z.string(),
})

/** What a fleet says of itself, again and again: who is silent does not live. */
const fleetStatusSchema = z.strictObject({
  run: z.string(),
  pid: z.int().min(1),
  at: z.number(),
  phase: z.enum(['running', 'ended', 'failed']),
  error: z.strictObject({ code: z.string(), message: z.string() }).exactOptional(),
})

export type FleetFileConfig = z.infer<typeof fleetConfigSchema>
export type FleetStatus = z.infer<typeof fleetStatusSchema>

/** The files by which a console and its fleet know each other: each may be gone without the other. */
export interface FleetFiles {
  readonly logFile: string
  /** Where the replicas of one plan keep their stores. */
  storesOf(plan: string): string
  config(): FleetFileConfig | undefined
  writeConfig(config: FleetFileConfig): void
  /** A fleet whose start is no longer wanted finds nothing here, and ends. */
  forgetConfig(): void
  status(): FleetStatus | undefined
  writeStatus(status: FleetStatus): void
  forgetStatus(): void
}

export function fleetFiles(dataDir: string): FleetFiles {
  const dir = join(dataDir, 'demo')
  const configFile = join(dir, 'config.json')
  const statusFile = join(dir, 'status.json')
  return {
    storesOf: (plan) => join(dir, 'replicas', plan),
    logFile: join(dir, 'fleet.log'),
    config: () => read(configFile, fleetConfigSchema),
    writeConfig: (config) => {
      mkdirSync(dir, { recursive: true })
      writePrivately(configFile, JSON.stringify(config))
    },
    forgetConfig: () => rmSync(configFile, { force: true }),
    status: () => read(statusFile, fleetStatusSchema),
    writeStatus: (status) => {
      const part = `${statusFile}.${process.pid}.part`
      writeFileSync(part, JSON.stringify(status))
      renameSync(part, statusFile)
    },
    forgetStatus: () => rmSync(statusFile, { force: true }),
  }
}

/** What is not there, or is of another program, is nothing. */
function read<Content>(file: string, schema: z.ZodType<Content>): Content | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    // Half a file is no file: the fleet writes the next one in a second.
    return undefined
  }
}
