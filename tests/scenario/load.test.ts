import { describe, expect, it } from 'vitest'
import { formatQuarter, parseQuarter } from '../../src/scenario/quarter.ts'
import { nearest } from '../../src/scenario/nearest.ts'
import { loadExtending, loadScenario } from '../../src/scenario/load.ts'
import { readRegion } from '../../src/scenario/readRegion.ts'
import { startingScenario } from '../../src/scenario/template.ts'
import {
  arithmetic,
  catalogue,
  errorOf,
  filesOf,
  head,
  load,
  regionText,
  trialAttributes,
} from './fixture.ts'

const q = (text: string): number => parseQuarter(text) as number
const constant = (value: number): object => ({ kind: 'constant', value })

describe('a scenario', () => {
  it('gets what it does not say', async () => {
    const { scenario, path, regionPath } = await load(head)
    expect({ path, regionPath }).toEqual({ path: 'try.yaml', regionPath: 'seeds/town.yaml' })
    expect(scenario).toEqual({
      version: 1,
      name: 'try',
      question: '',
      region: 'town',
      scale: 0.05,
      start: q('2013Q1'),
      quarters: 40,
      burnIn: 20,
      replications: 10,
      seed: 'try',
      policy: {},
      parameters: {},
      mechanisms: {},
      arms: [{ name: 'baseline', policy: {} }],
      outcomes: {},
    })
  })

  it('says all of it', async () => {
    const { scenario } = await load(`version: 1
name: all
question: What?
region: town
scale: 0.5
start: 2014Q3
quarters: 8
burnIn: 0
replications: 3
seed: 2013
policy:
  fund: { budget: { 2016: 1000, 2014Q3: 800 }, shares: { interest: 0.1 } }
  guarantee: { governmentShare: "defaultRate > 0.03 ? 0.2 : 0.4" }
parameters: { lend: { refusal: { 2015Q1: 0.2 }, patience: 3 } }
mechanisms: { fund: on, ally: off }
arms:
  b: { talent: { awards: 5 } }
  a:
  forty: { trial: { where: employees > 10, share: 0.5, policy: { fund: { matching: 0 } } } }
  ids: { trial: { ids: [3, 1], policy: { fund: { matching: 0 } } } }
outcomes:
  perCost: innovations / publicCost
  double: perCost * 2
`)
    expect(scenario).toMatchObject({
      name: 'all',
      question: 'What?',
      scale: 0.5,
      start: q('2014Q3'),
      quarters: 8,
      burnIn: 0,
    })
    expect(scenario).toMatchObject({ replications: 3, seed: '2013', mechanisms: { ally: false, fund: true } })
    expect(scenario.policy).toEqual({
      'fund.budget': {
        kind: 'steps',
        steps: [
          { quarter: q('2014Q3'), value: 800 },
          { quarter: q('2016'), value: 1000 },
        ],
      },
      'fund.shares.interest': constant(0.1),
      'guarantee.governmentShare': { kind: 'expression', text: 'defaultRate > 0.03 ? 0.2 : 0.4' },
    })
    expect(scenario.parameters).toEqual({
      'lend.patience': constant(3),
      'lend.refusal': { kind: 'steps', steps: [{ quarter: q('2015'), value: 0.2 }] },
    })
    expect(scenario.arms).toEqual([
      { name: 'baseline', policy: {} },
      { name: 'b', policy: { 'talent.awards': constant(5) } },
      { name: 'a', policy: {} },
      {
        name: 'forty',
        policy: {},
        trial: { where: 'employees > 10', share: 0.5, policy: { 'fund.matching': constant(0) } },
      },
      { name: 'ids', policy: {}, trial: { ids: [3, 1], policy: { 'fund.matching': constant(0) } } },
    ])
    expect(Object.entries(scenario.outcomes)).toEqual([
      ['perCost', 'innovations / publicCost'],
      ['double', 'perCost * 2'],
    ])
  })

  it('may leave groups empty, whose lines are all comments', async () => {
    const { scenario } = await load(
      `${head}policy:\n  fund:\nparameters:\nmechanisms:\narms:\n  baseline:\noutcomes:\n`,
    )
    expect(scenario.policy).toEqual({})
    expect(scenario.arms).toHaveLength(1)
  })

  it('may repeat a policy through an alias', async () => {
    const { scenario } = await load(`${head}arms:\n  a: &a { fund: { budget: 5 } }\n  b: *a\n`)
    expect(scenario.arms[2].policy).toEqual(scenario.arms[1].policy)
  })

  it('may begin with a byte order mark and end lines as Windows does', async () => {
    const { scenario } = await load(`\uFEFF${head}quarters: 8\n`.replaceAll('\n', '\r\n'))
    expect(scenario.quarters).toBe(8)
    const { problems } = await errorOf(load(`${head}quarter: 8\n`.replaceAll('\n', '\r\n')))
    expect(problems).toMatchObject([{ line: 4, column: 1, excerpt: 'quarter: 8\n^' }])
  })

  it('takes the smallest scale of a region that needs more than the default', async () => {
    const large = regionText.replace('minimumScale: 0.02', 'minimumScale: 0.5')
    expect((await load(head, { 'seeds/town.yaml': large })).scenario.scale).toBe(0.5)
  })

  it('is where its region and its parent are looked for', async () => {
    const files = filesOf({
      'work/try.yaml': 'version: 1\nname: try\nextends: base/parent.yaml\n',
      'work/base/parent.yaml': 'version: 1\nregion: mine.yaml\n',
      'work/base/mine.yaml': regionText.replace('name: town', 'name: mine'),
    })
    const loaded = await loadScenario('work/try.yaml', files, catalogue, arithmetic)
    expect(loaded.regionPath).toBe('work/base/mine.yaml')
    expect(loaded.region.name).toBe('mine')
  })
})

describe('extends', () => {
  const parent = `version: 1
name: parent
question: Old?
region: town
scale: 0.2
policy: { fund: { budget: { 2013: 1, 2015: 2 }, matching: 0.5 } }
mechanisms: { ally: off }
arms:
  a: { fund: { budget: 10 }, guarantee: { bankShare: 0.1 } }
  b: { fund: { budget: 20 } }
outcomes: { one: innovations, two: one * 2 }
`

  it('inherits each leaf, and a leaf that is written replaces the one below whole', async () => {
    const child = `version: 1
name: child
extends: parent.yaml
quarters: 4
policy: { fund: { budget: { 2014: 7 } } }
arms:
  a: { fund: { budget: 11 } }
  c: { fund: { budget: 30 } }
outcomes: { three: two + one }
`
    const { scenario } = await load(child, { 'parent.yaml': parent })
    expect(scenario).toMatchObject({
      name: 'child',
      seed: 'child',
      question: 'Old?',
      scale: 0.2,
      quarters: 4,
    })
    expect(scenario.mechanisms).toEqual({ ally: false })
    expect(scenario.policy).toEqual({
      'fund.budget': { kind: 'steps', steps: [{ quarter: q('2014'), value: 7 }] },
      'fund.matching': constant(0.5),
    })
    expect(scenario.arms.map((arm) => arm.name)).toEqual(['baseline', 'a', 'b', 'c'])
    expect(scenario.arms[1].policy).toEqual({
      'fund.budget': constant(11),
      'guarantee.bankShare': constant(0.1),
    })
    expect(Object.keys(scenario.outcomes)).toEqual(['one', 'two', 'three'])
  })

  it('asks for a name of its own', async () => {
    const { problems } = await errorOf(load('version: 1\nextends: parent.yaml\n', { 'parent.yaml': parent }))
    expect(problems).toMatchObject([{ file: 'try.yaml', message: 'name is missing' }])
  })

  it('is checked after inheriting: a later start makes an inherited step too early', async () => {
    const child = 'version: 1\nname: child\nextends: parent.yaml\nstart: 2014\n'
    const { problems } = await errorOf(load(child, { 'parent.yaml': parent }))
    expect(problems).toMatchObject([{ file: 'parent.yaml', line: 6, allowed: '2014Q1 or later' }])
  })

  it('ends after ten files', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        `f${index}.yaml`,
        `version: 1\nextends: f${index + 1}.yaml\n`,
      ]),
    )
    const { problems } = await errorOf(load(`${head}extends: f0.yaml\n`, chain))
    expect(problems).toMatchObject([{ allowed: 'up to 10' }])
  })

  it('is the same over a scenario that is loaded already, without reading that again', async () => {
    const child = 'version: 1\nname: child\nextends: parent.yaml\narms:\n  b: { fund: { budget: 25 } }\n  c: { fund: { budget: 30 } }\n'
    const loaded = await loadScenario('parent.yaml', filesOf({ 'parent.yaml': parent }), catalogue, arithmetic, trialAttributes)
    const files = filesOf({ 'try.yaml': child })
    const reads: string[] = []
    const over = await loadExtending(loaded, 'try.yaml', { ...files, read: (path, most) => (reads.push(path), files.read(path, most)) })
    expect({ ...over, written: undefined }).toEqual({ ...(await load(child, { 'parent.yaml': parent })), written: undefined })
    expect(reads).toEqual(['try.yaml'])
    const wrong = filesOf({ 'try.yaml': child.replace('25', '250000') })
    expect((await errorOf(loadExtending(loaded, 'try.yaml', wrong))).problems).toHaveLength(1)
  })
})

describe('a region', () => {
  it('is read by itself', async () => {
    const region = await readRegion('seeds/town.yaml', filesOf({}), {
      catalogue,
      arithmetic,
      trialAttributes,
    })
    expect(region.facts['CF01'].year).toBe('2012')
    expect(region.policy).toEqual({
      'fund.budget': {
        kind: 'steps',
        steps: [
          { quarter: q('2005'), value: 500 },
          { quarter: q('2012Q3'), value: 700 },
        ],
      },
    })
  })

  it('holds the shares that scenarios add to', async () => {
    const generous = `${regionText}  guarantee: { bankShare: 0.8 }\n`
    const text = `${head}arms: { a: { guarantee: { governmentShare: 0.3 } } }\n`
    const { problems } = await errorOf(load(text, { 'seeds/town.yaml': generous }))
    expect(problems).toMatchObject([{ file: 'try.yaml', line: 4, column: 44 }])
    const excessive = `${regionText}  guarantee: { bankShare: 0.8, reguaranteeShare: 0.5 }\n`
    const own = await errorOf(load(head, { 'seeds/town.yaml': excessive }))
    expect(own.problems).toMatchObject([{ file: 'seeds/town.yaml', line: 17 }])
  })
})

describe('quarters', () => {
  it('go to numbers and back', () => {
    expect(formatQuarter(q('2013Q4'))).toBe('2013Q4')
    expect(q('2014') - q('2013Q4')).toBe(1)
    expect(parseQuarter('2013Q5')).toBeUndefined()
  })
})

describe('the nearest name', () => {
  it.each([
    ['governmntShare', 'governmentShare'],
    ['government_share', 'governmentShare'],
    ['GOVERNMENTSHARE', 'governmentShare'],
    ['bugdet', 'budget'],
    ['zzz', undefined],
    ['', undefined],
    ['x'.repeat(100_000), undefined],
  ])('of %.20s is %s', (name, expected) => {
    expect(nearest(name, ['budget', 'governmentShare', 'bankShare'])).toBe(expected)
  })
})

describe('a new scenario', () => {
  it('loads, under its name', async () => {
    const text = startingScenario('my-first.one').replace('region: beijing-2012', 'region: town')
    const { scenario } = await load(text)
    expect(scenario.name).toBe('my-first.one')
    expect(scenario.arms.length).toBeGreaterThan(1)
    const uncommented = text
      .replace(/^ {2}# (matched-less:)/m, '  $1')
      .replace(/^ {2}# {3}(trial:)/m, '    $1')
      .replace(/^ {2}# {5}/gm, '      ')
    expect((await load(uncommented)).scenario.arms.at(-1)?.trial?.share).toBe(0.5)
  })

  it('may have a name that YAML would read as something else', async () => {
    for (const name of ['2013', 'true', 'null', '1e3', '0x10']) {
      const text = startingScenario(name).replace('region: beijing-2012', 'region: town')
      expect((await load(text)).scenario.name).toBe(name)
    }
  })

  it('has no name that a folder could not have', () => {
    for (const name of ['', '../x', 'a b', "it's", 'a\nb', '-x', 'x'.repeat(200)]) {
      expect(() => startingScenario(name)).toThrow(/cannot be called/)
    }
  })
})
