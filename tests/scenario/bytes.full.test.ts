/** Whatever the bytes of a file are: a scenario or a ScenarioError, soon. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ScenarioError } from '../../src/scenario/problem.ts'
import { startingScenario } from '../../src/scenario/template.ts'
import { head, load } from './fixture.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

async function isScenarioOrError(bytes: Uint8Array): Promise<void> {
  try {
    const { scenario } = await load(bytes)
    expect(scenario.name).not.toBe('')
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    expect(error.problems.length).toBeGreaterThan(0)
    for (const problem of error.problems) expect(problem.message).not.toBe('')
  }
}

const right = startingScenario('x').replace('region: beijing-2012', 'region: town')

const pieces = fc.constantFrom(
  'version: 1\n',
  'name: x\n',
  'region: town\n',
  'policy:',
  'fund:',
  'budget:',
  ' 800',
  ' {2014: 3}',
  '\n',
  '\n  ',
  '\n    ',
  '- ',
  '? ',
  ': ',
  '{',
  '}',
  '[',
  ']',
  ',',
  '&a',
  '*a',
  '!!str',
  '!x',
  '|',
  '>',
  '"',
  "'",
  '#',
  '---\n',
  '...\n',
  '%YAML 1.2\n',
  'arms:',
  'trial:',
  'where:',
  'outcomes:',
  'extends: try.yaml\n',
  '<<: *a',
  'null',
  '~',
  '.inf',
  '0x1F',
  '1e999',
  '-0',
  '__proto__: 1',
  'constructor: 1',
  '\t',
  '\r\n',
  '\u2028',
  '\uFEFF',
  'é',
  '😀',
  '(1+1)',
  'innovations / 0',
)

const texts = [
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }).map(utf8),
  fc.array(pieces, { maxLength: 40 }).map((all) => utf8(all.join(''))),
  fc.array(pieces, { maxLength: 20 }).map((all) => utf8(head + all.join(''))),
  fc.json().map(utf8),
  fc
    .array(fc.tuple(fc.nat(right.length), fc.nat(20), pieces), { minLength: 1, maxLength: 4 })
    .map((edits) =>
      utf8(edits.reduce((text, [at, gone, put]) => text.slice(0, at) + put + text.slice(at + gone), right)),
    ),
]

describe('any bytes', () => {
  it('are a scenario or a ScenarioError', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(...texts), isScenarioOrError), { numRuns: 1500 })
  })

  const size = 500_000
  const times = (text: string): string => text.repeat(Math.floor(size / text.length))
  const hostile: Readonly<Record<string, string>> = {
    brackets: times('['),
    braces: times('{a: '),
    dashes: times('- '),
    colons: times(': '),
    questions: times('? '),
    quotes: times("'"),
    commas: `[${times(',')}`,
    closing: times(']'),
    tags: times('! '),
    anchors: times('&a '),
    stars: times('*'),
    comments: times('#\n'),
    lines: `${times('\n')}a`,
    tabs: times('\t'),
    documents: times('---\n'),
    blocks: times('|\n'),
    words: times('a '),
    percent: times('%'),
    directives: times('%YAML 1.2\n'),
    errors: times('"a" b\n'),
    nested: times('a: b: '),
    keys: Array.from({ length: 30_000 }, (_, index) => `key${index}: 1`).join('\n'),
    repeated: times('a: 1\n'),
    levers: `${head}policy:\n  fund:\n${Array.from({ length: 20_000 }, (_, index) => `    l${index}: 1`).join('\n')}`,
    steps: `${head}policy:\n  fund:\n    budget:\n${Array.from({ length: 9000 }, (_, index) => `      ${index}: 1`).join('\n')}`,
    arms: `${head}arms:\n${Array.from({ length: 9000 }, (_, index) => `  a${index}: {}`).join('\n')}`,
    expressions: `${head}outcomes:\n${Array.from({ length: 2000 }, (_, index) => `  a${index}: ${'innovations + '.repeat(12)}1`).join('\n')}`,
    ids: `${head}arms: { a: { trial: { ids: [${Array.from({ length: 15_000 }, (_, index) => -index).join(', ')}], policy: {} } } }`,
    indented: Array.from({ length: 950 }, (_, index) => `${' '.repeat(index)}a:`).join('\n'),
    aliases: `a: &a [x]\nb: [${times('*a, ')}]`,
    key: `? ${times('x')}\n: 1`,
    date: `${head}policy: { fund: { budget: { ${times('2')}: 1 } } }`,
    name: `version: 1\nname: ${times('x')}\nregion: ${'y'.repeat(1000)}\n`,
  }

  it.each(Object.entries(hostile))('end soon even when they mean harm: %s', async (_name, text) => {
    const begun = performance.now()
    await isScenarioOrError(utf8(text))
    expect(performance.now() - begun).toBeLessThan(3000)
  })
})
