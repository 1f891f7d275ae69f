// npm run test:e2e [-- arguments of `playwright test`]: drives the built console in a real Electron.
import { driveConsole } from './console/drive-console.ts'

await driveConsole('playwright.config.ts', process.argv.slice(2))
