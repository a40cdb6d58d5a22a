/** Each lint rule must catch what it is for: small bad files in a copy of the layout, linted with the real rules. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** File, content, and the rule that must speak (none: the file is fine). */
const snippets: readonly (readonly [path: string, content: string, rule?: string])[] = [
  ['src/world/exact.ts', 'export const root = Math.sqrt(2) + Math.floor(1.5) + Math.imul(2, 3)'],
  ['src/cli/clock.ts', 'export const now = Date.now() + Math.exp(1)'],
  ['src/world/random.ts', 'export const luck = Math.random()', 'exact-math'],
  ['src/world/exp.ts', 'export const e = Math.exp(1)', 'exact-math'],
  ['src/scenario/log.ts', 'export const l = Math.log(2)', 'exact-math'],
  ['src/mechanisms/power.ts', 'export const p = Math.pow(2, 3)', 'exact-math'],
  ['src/analysis/sine.ts', 'export const s = Math.sin(1)', 'exact-math'],
  ['src/observe/hypot.ts', 'export const h = Math.hypot(3, 4)', 'exact-math'],
  ['src/experiment/computed.ts', "export const c = Math['exp'](1)", 'exact-math'],
  ['src/records/taken-apart.ts', 'export const { exp } = Math', 'exact-math'],
  ['src/records/renamed.ts', 'const M = Math\nexport const e = M.exp(1)', 'exact-math'],
  ['src/mechanisms/stars.ts', 'export const square = (x: number) => x ** 2', 'exact-math'],
  [
    'src/mechanisms/stars-assigned.ts',
    'export function f(x: number) {\n  x **= 2\n  return x\n}',
    'exact-math',
  ],
  ['src/records/locale.ts', 'export const text = (1234.5).toLocaleString()', 'exact-math'],
  ['src/records/order.ts', "export const order = 'a'.localeCompare('b')", 'exact-math'],
  ['src/world/date.ts', 'export const now = Date.now()', 'no-restricted-globals'],
  ['src/experiment/new-date.ts', 'export const now = new Date()', 'no-restricted-globals'],
  ['src/world/performance.ts', 'export const now = performance.now()', 'no-restricted-globals'],
  ['src/records/intl.ts', "export const format = new Intl.NumberFormat('en')", 'no-restricted-globals'],
  ['src/world/crypto.ts', 'export const key = crypto.randomUUID()', 'no-restricted-globals'],
  ['src/world/hidden.ts', 'export const luck = globalThis', 'no-restricted-globals'],
  ['src/report/process.ts', 'export const place = process.cwd()', 'no-restricted-globals'],
  ['src/report/page.ts', 'export const title = document.title', 'no-restricted-globals'],
  ['src/observe/talk.ts', "console.log('hello')", 'no-console'],
  [
    'src/world/node.ts',
    "import { readFileSync } from 'node:fs'\nexport const read = readFileSync",
    'direction',
  ],
  ['src/world/node-bare.ts', "import fs from 'fs'\nexport const read = fs.readFileSync", 'direction'],
  ['src/experiment/node-lazily.ts', "export const fs = import('node:fs')", 'direction'],
  ['src/report/terminal.ts', "import pc from 'picocolors'\nexport const red = pc.red", 'direction'],
  ['src/scenario/up.ts', "import { root } from '../world/exact.ts'\nexport const up = root", 'direction'],
  [
    'src/world/up.ts',
    "import type { x } from '../mechanisms/power.ts'\nexport type Up = typeof x",
    'direction',
  ],
  ['src/mechanisms/up.ts', "export const up = import('../observe/hypot.ts')", 'direction'],
  ['src/observe/up.ts', "import '../records/order.ts'", 'direction'],
  ['src/records/up.ts', "import '../experiment/computed.ts'", 'direction'],
  ['src/experiment/up.ts', "import '../analysis/sine.ts'", 'direction'],
  ['src/analysis/up.ts', "import '../report/page.ts'", 'direction'],
  ['src/report/up.ts', "import '../host/files.ts'", 'direction'],
  ['src/host/up.ts', "import '../cli/clock.ts'", 'direction'],
  ['src/lab/sideways.ts', "import '../cli/clock.ts'", 'direction'],
  ['src/lab/host.ts', "import '../host/files.ts'", 'direction'],
  ['src/report/host.ts', "import { read } from '../host/files.ts'\nexport const r = read", 'direction'],
  ['src/world/outside.ts', "import '../../tests/a.ts'", 'direction'],
  ['src/utils/anything.ts', "import '../world/exact.ts'", 'direction'],
  [
    'src/host/files.ts',
    "import { readFileSync } from 'node:fs'\nimport '../report/page.ts'\nexport const read = readFileSync",
  ],
  ['src/cli/fine.ts', "import '../host/files.ts'"],
  ['src/world/down.ts', "import { l } from '../scenario/log.ts'\nexport const down = l"],
  ['src/world/barrel.ts', "export { root } from './exact.ts'", 'no-barrel'],
  ['src/world/index.ts', 'export const here = 1', 'no-barrel'],
  ['src/index.ts', "export { root } from './world/exact.ts'"],
  ['src/observe/circle.ts', "import { b } from './circle-2.ts'\nexport const a = () => b", 'no-cycle'],
  ['src/observe/circle-2.ts', "import { a } from './circle.ts'\nexport const b = () => a", 'no-cycle'],
  ['src/world/anything.ts', 'export const x: any = 1', 'no-explicit-any'],
]

const folder = mkdtempSync(join(tmpdir(), 'cinsim-lint-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content)
}

const run = (...command: string[]) =>
  spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8', env: { ...process.env, CI: '' } })

describe('oxlint', () => {
  const complaints = new Map<string, string[]>()

  beforeAll(() => {
    cpSync('.oxlintrc.json', join(folder, '.oxlintrc.json'))
    cpSync('lint', join(folder, 'lint'), { recursive: true })
    for (const [path, content] of snippets) write(path, content + '\n')
    const { stdout } = run(resolve('node_modules/oxlint/bin/oxlint'), '--format', 'json', 'src')
    for (const { filename, code } of (
      JSON.parse(stdout) as { diagnostics: { filename: string; code: string }[] }
    ).diagnostics) {
      complaints.set(filename, [...(complaints.get(filename) ?? []), code])
    }
  })

  test.each(snippets.map(([path, , rule]) => [path, rule ?? 'nothing', rule] as const))(
    '%s: %s',
    (path, _, rule) => {
      const rules = (complaints.get(path) ?? []).map((code) => code.replace(/^.*\((.*)\)$/, '$1'))
      expect([...new Set(rules)]).toEqual(rule ? [rule] : [])
    },
  )
})

describe('knip', () => {
  let output = ''

  beforeAll(() => {
    rmSync(join(folder, 'src'), { recursive: true, force: true })
    cpSync('knip.json', join(folder, 'knip.json'))
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
    write('package.json', '{ "name": "x", "type": "module", "dependencies": { "yaml": "2", "zod": "4" } }')
    write('src/index.ts', "import 'yaml'\nexport { used } from './world/used.ts'\n")
    write('src/world/used.ts', 'export const used = 1\nexport const deadExport = 2\n')
    write('src/world/dead-file.ts', 'export const x = 1\n')
    output = run(resolve('node_modules/knip/bin/knip.js'), '--no-progress').stdout
  })

  test('finds a file that nobody imports', () => expect(output).toContain('src/world/dead-file.ts'))
  test('finds an export that nobody imports', () => expect(output).toContain('deadExport'))
  test('finds a dependency that nobody imports', () => expect(output).toMatch(/^zod /m))
  test('leaves what is used', () => expect(output).not.toMatch(/^(yaml|used) /m))
})
