// npm run build: builds the console into out/.
import { buildConsole } from './console/build-console.ts'

await buildConsole()
