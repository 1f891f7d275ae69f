import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

// The oldest runtime that the console runs on, see docs/decisions/0001-fallback-runtime.md. Build targets follow it.
process.env['ELECTRON_MAJOR_VER'] = '33'

const entry = (path: string) => resolve(import.meta.dirname, 'src', path)
// The package is of type "module", so that CommonJS needs its own extension.
const commonJs = { format: 'cjs', entryFileNames: 'index.cjs', chunkFileNames: '[name]-[hash].cjs' } as const

export default defineConfig({
  main: {
    build: {
      // Everything is bundled but the addon, which loads its binary from its own folder.
      externalizeDeps: false,
      rolldownOptions: { input: entry('main/index.ts'), output: commonJs, external: ['better-sqlite3'] },
    },
  },
  preload: {
    build: {
      // A sandboxed preload can require nothing but Electron: one file holds it all.
      externalizeDeps: false,
      rolldownOptions: { input: entry('preload/index.ts'), output: commonJs },
    },
  },
  renderer: {
    root: entry('renderer'),
    plugins: [vue()],
    // The page's policy refuses data: URIs and scripts within the page.
    build: { assetsInlineLimit: 0, modulePreload: { polyfill: false }, rolldownOptions: { input: entry('renderer/index.html') } },
  },
})
