import { defineConfig } from '@playwright/test'

/** Run by `npm run test:soak`: what takes minutes and is measured alone. */
export default defineConfig({
  testDir: 'soak',
  outputDir: '../test-results/soak',
  workers: 1,
  retries: 0,
  timeout: 24 * 3_600_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
})
