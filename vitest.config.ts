import { defineConfig } from 'vitest/config'
import { NotRunReporter } from './tests/support/not-run.ts'

/** Where .ci/run wants the counts. */
const results = process.env['TEST_RESULTS']

/** `vitest run` runs what needs only Node; `vitest run --mode full` adds tests/**\/*.full.test.ts. */
export default defineConfig(({ mode }) => ({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: mode === 'full' ? [] : ['tests/**/*.full.test.ts'],
    globalSetup: ['tests/support/build.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Tests compute more than they wait, so every processor gets its worker.
    maxWorkers: '100%',
    // Sources are loaded once for all files that a worker tests: loading them takes longer than most files.
    isolate: false,
    reporters: [
      'default',
      new NotRunReporter(),
      ...(results ? [['json', { outputFile: results }] as const] : []),
    ],
  },
}))
