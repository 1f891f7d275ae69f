// npm run test:soak: ten minutes of live charts in a real Electron, and what they leave of its memory. Too long for every
// run; SRVRA_SOAK_MINUTES makes it longer.
import { driveConsole } from './console/drive-console.ts'

await driveConsole('soak.config.ts', process.argv.slice(2))
