/** Builds dist/ once before the tests, when a source is newer: tests of the command line run what a user runs. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

function newest(folder: string): number {
  if (!existsSync(folder)) return 0
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0)
}

export default function build(): void {
  const sources = Math.max(
    newest('src'),
    statSync('tsconfig.json').mtimeMs,
    statSync('tsconfig.build.json').mtimeMs,
  )
  if (newest('dist') > sources) return
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'build'], { encoding: 'utf8' })
  if (status === 0) return
  const complaint = `npm run build failed:\n${stdout}${stderr}`
  if (process.env['CI']) throw new Error(complaint)
  // tsc writes JavaScript in spite of type errors, so tests of other parts still tell something.
  console.error(complaint)
}
