import { join } from 'node:path'
import { root } from '../repository.ts'

const folder = join(root, '.cache', 'reports')

/** Where test programs leave their machine-readable results. */
export const VITEST_REPORT = join(folder, 'vitest.json')
export const PLAYWRIGHT_REPORT = join(folder, 'playwright.json')
