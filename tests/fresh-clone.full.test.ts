/** What README.md tells a newcomer, in a clone of the committed state. .ci/run does the tests' part (npm ci, npm test). */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const clone = mkdtempSync(join(tmpdir(), 'cinsim-clone-'))
afterAll(() => rmSync(clone, { recursive: true, force: true }))

function run(command: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  // npm hands its own settings down to what it starts; a newcomer's shell has none of them.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|NODE_ENV)/.test(name)),
  )
  return spawnSync(command, args, { cwd: clone, env, encoding: 'utf8' })
}

function succeeds(command: string, ...args: string[]): string {
  const { status, stdout, stderr } = run(command, ...args)
  expect(status, `${command} ${args.join(' ')}\n${stdout}\n${stderr}`).toBe(0)
  return stdout
}

beforeAll(() => {
  succeeds('git', 'clone', '--quiet', resolve('.'), '.')
  succeeds('npm', 'ci', '--no-audit', '--no-fund', '--prefer-offline')
}, 300_000)

test('npm ci builds', () => {
  expect(existsSync(join(clone, 'dist/cli/main.js'))).toBe(true)
  expect(existsSync(join(clone, 'dist/index.d.ts'))).toBe(true)
})

test('npx cinsim answers', () => {
  expect(succeeds('npx', 'cinsim', '--help')).toMatch(/run/)
  const { version } = JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8')) as { version: string }
  expect(succeeds('npx', 'cinsim', '--version').trim()).toBe(version)
})

test("README's first command runs the main job", { timeout: 300_000 }, () => {
  const line = /^npm ci && (npx cinsim run \S+)$/m.exec(readFileSync(join(clone, 'README.md'), 'utf8'))?.[1]
  expect(line).toBe('npx cinsim run scenarios/beijing-2012.yaml')
  // With as many runs as show that it does; all of them take a minute and more.
  succeeds('npx', 'cinsim', 'run', 'scenarios/beijing-2012.yaml', '--replications', '4')
  expect(existsSync(join(clone, 'output/beijing-2012/effects.csv'))).toBe(true)
})

test('nothing that git would see is left behind', () => {
  expect(succeeds('git', 'status', '--porcelain')).toBe('')
})
