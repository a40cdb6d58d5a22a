/** The programs in docs/examples, run as a reader runs them, and the page that explains them. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import * as library from '../src/index.ts'
import { blocksOf } from './support/commands.ts'

const page = readFileSync('docs/library.md', 'utf8')
const names = readdirSync('docs/examples')
const sources = names.map((name) => readFileSync(`docs/examples/${name}`, 'utf8'))

/** The example imports the built package by its name, as a reader's program does. */
function output(name: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', `docs/examples/${name}`], { encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  return stdout
}

describe('a mechanism of one\'s own', () => {
  let lines: string[] = []
  const rows = (): number[][] => lines.slice(1).map((line) => line.split('\t').slice(1).map(Number))

  beforeAll(() => {
    lines = output('own-mechanism.ts').trim().split('\n')
  })

  it('prints the difference that it makes in each quarter', () => {
    expect(lines[0]).toBe('quarter\tnewTies\tcollaborationRate\tcollaboration in yuan')
    expect(lines.slice(1).map((line) => line.split('\t')[0])).toEqual(
      [2013, 2014, 2015].flatMap((year) => [1, 2, 3, 4].map((quarter) => `${year}Q${quarter}`)),
    )
    expect(rows().flat().every(Number.isFinite)).toBe(true)
  })

  it('makes none before the first fair, and brings ties and costs money from then on', () => {
    expect(rows().slice(0, 2).flat()).toEqual([0, 0, 0, 0, 0, 0])
    const [ties, rate, yuan] = rows()[2]
    expect(ties).toBeGreaterThan(0)
    expect(rate).toBeGreaterThan(0)
    expect(yuan).toBeGreaterThan(100_000)
  })

  it('prints what the page shows, but for numbers, which change with the model', () => {
    const shown = blocksOf(page).find(({ language }) => language === 'text')!.content.trim().split('\n')
    const shape = (line: string): string => line.replace(/\t-?[1-9][\d.]*|\t-?0\.\d+/g, '\t#')
    expect(lines.map(shape)).toEqual(expect.arrayContaining(shown.map(shape)))
  })
})

it('two arms differ under the same luck', () => {
  const [baseline, people] = output('compare-arms.ts').trim().split('\n').map((line) => line.split(' '))
  expect([baseline[0], people[0]]).toEqual(['baseline', 'people'])
  expect(Number(baseline[1])).toBeGreaterThan(0)
  expect(people[1]).not.toBe(baseline[1])
})

describe('docs/library.md', () => {
  it('shows code that is in the examples', () => {
    const blocks = blocksOf(page).filter(({ language }) => language === 'ts')
    expect(blocks.length).toBeGreaterThan(1)
    for (const { line, content } of blocks) {
      expect(sources.some((source) => source.includes(content)), `line ${line}`).toBe(true)
    }
  })

  it('names every example', () => {
    for (const name of names) expect(page).toContain(`(examples/${name})`)
  })

  it('names all that the library exports, and nothing else', () => {
    const named = page.split('\n')
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => [...line.matchAll(/`(\w+)(?:\([^`]*\))?`/g)].map((match) => match[1]))
    const face = readFileSync('src/index.ts', 'utf8')
    const types = [...face.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap((match) =>
      match[1].split(',').map((name) => name.trim().replace('type ', '')),
    )
    const declared = [...face.matchAll(/^export (?:interface|type) (\w+)/gm)].map((match) => match[1])
    const exported = new Set([...Object.keys(library), ...types, ...declared])
    const prose = new Set(['nodeFiles', 'run', '2013Q3'])
    expect(named.filter((name) => !exported.has(name) && !prose.has(name))).toEqual([])
    expect([...exported].filter((name) => !named.includes(name))).toEqual([])
  })

  it('is about the package that is built: both entries exist and export the same', async () => {
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, { default: string; types: string }> }
    const load = (entry: string): Promise<object> => import(new URL(`../${exports[entry].default}`, import.meta.url).href)
    expect(Object.keys(await load('.')).toSorted()).toEqual(Object.keys(library).toSorted())
    expect(Object.keys(await load('./node'))).toContain('nodeFiles')
    for (const { types } of Object.values(exports)) expect(readFileSync(types, 'utf8')).toContain('export')
  })
})
