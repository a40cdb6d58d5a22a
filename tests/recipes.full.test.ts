/** The recipe for other tools, as a reader follows it: each prints the effect that it computes, and the one that effects.csv has. */
import { readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { blocksOf, readersFolder, saveBlock } from './support/commands.ts'
import { testWith } from './support/programs.ts'

const blocks = blocksOf(readFileSync('docs/recipes/in-other-tools.md', 'utf8'))
const commands = blocks.filter(({ note }) => note === 'full').map(({ content }) => content.trim())
const { folder, run } = readersFolder()
afterAll(() => rmSync(folder, { recursive: true }))

beforeAll(() => {
  for (const block of blocks) if (block.note === 'file') saveBlock(folder, block)
  expect(run(commands[0]!)).toMatchObject({ status: 0, stderr: '' })
}, 60_000)

function agrees(command: string): void {
  const { status, stdout, stderr } = run(command)
  expect([status, stderr]).toEqual([0, ''])
  const [computed, written] = String(stdout).trim().split('\n')
  expect(computed).toMatch(/^-?\d+\.\d{6}$/)
  expect(computed).toBe(written)
}

test('has a command for each tool', () => {
  expect(commands.slice(1)).toEqual(['python3 effect.py', 'Rscript effect.R', 'node effect.mjs'])
})
testWith('pandas', 'pandas', (python) => agrees(commands[1]!.replace('python3', python)))
testWith('R', 'R', () => agrees(commands[2]!))
test('DuckDB', () => agrees(commands[3]!))
