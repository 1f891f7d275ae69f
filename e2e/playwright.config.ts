import { defineConfig } from '@playwright/test'

/** Run by `npm run test:e2e`, which brings the runtime (SRVRA_ELECTRON), a display and a fresh build. */
export default defineConfig({
  testDir: '.',
  testMatch: ['tests/**/*.spec.ts', 'journeys/**/*.spec.ts'],
  outputDir: '../test-results',
  // Each test starts an Electron of its own; two at once on two cores would measure each other.
  workers: 1,
  fullyParallel: false,
  // A test that passes at a second attempt only is a fault to be found, not weather.
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: '../.cache/reports/playwright.json' }]],
})
