import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { designPoints } from '../../src/experiment/design/points.ts'
import { canonicalYaml } from '../../src/scenario/canonical.ts'
import { scenarioHash } from '../../src/scenario/hash.ts'
import { factorDeclarations } from '../../src/scenario/factors.ts'
import { blocksOf } from '../support/commands.ts'
import { loadText } from '../support/scenarios.ts'
import { catalogue, head, load } from './fixture.ts'

const number = fc.double({ min: 0.001, max: 1, noNaN: true })
const values = fc.array(number, { minLength: 2, maxLength: 2 })
const ascending = fc.tuple(number, number).filter(([one, other]) => one !== other).map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as [number, number])
const law = fc.oneof(
  values.map((list) => ({ values: list })),
  ascending.map((range) => ({ range })),
  ascending.map((range) => ({ range, distribution: 'loguniform' })),
  ascending.map((range) => ({ range, distribution: 'triangular', mode: (range[0] + range[1]) / 2 })),
  fc.tuple(number, number).map(([mean, sd]) => ({ distribution: 'normal', mean, sd })),
  fc.tuple(number, number).map(([median, sd]) => ({ distribution: 'lognormal', median, sd })),
)
const role = fc.constantFrom('lever', 'uncertainty')
const factor = (from: fc.Arbitrary<object>) => fc.tuple(from, fc.option(role, { nil: undefined })).map(([own, as]) => (as ? { ...own, role: as } : own))
const factors = (from: fc.Arbitrary<object>) =>
  fc.record({ 'policy.fund.matching': factor(from), 'parameters.learn.transferRate': factor(from), 'policy.guarantee.bankShare': factor(from) }, { requiredKeys: ['policy.fund.matching'] })
const drawn = fc.record({ kind: fc.constantFrom('saltelli', 'morris'), samples: fc.integer({ min: 1, max: 5 }), factors: factors(law) })
const listed = fc.record({ kind: fc.constantFrom('grid', 'zip'), factors: factors(values.map((list) => ({ values: list }))) })

test('a design loads to the same design again from its canonical form', async () => {
  await fc.assert(fc.asyncProperty(fc.oneof(drawn, listed), async (design) => {
    const { scenario, region } = await load(`${head}\ndesign: ${JSON.stringify(design)}`)
    const again = await load(canonicalYaml(scenario))
    expect(again.scenario).toEqual(scenario)
    expect(scenarioHash(again.scenario, region)).toBe(scenarioHash(scenario, region))
  }), { numRuns: 60 })
})

test('points are in the range of what they vary, whole where that is whole, and the same every time', async () => {
  await fc.assert(fc.asyncProperty(drawn, fc.string({ minLength: 1, maxLength: 5 }), async (design, seed) => {
    const text = `${head}\ndesign: ${JSON.stringify({ ...design, seed, factors: { ...design.factors, 'policy.talent.awards': { distribution: 'normal', mean: 100, sd: 500 } } })}`
    const { scenario } = await load(text)
    const declarations = factorDeclarations(catalogue)
    const points = designPoints(scenario.design!, declarations)
    expect(points).toEqual(designPoints((await load(text)).scenario.design!, declarations))
    for (const { values: own } of points) {
      scenario.design!.factors.forEach(({ path }, place) => {
        const { minimum, maximum, integer } = declarations.get(path)!
        expect(own[place]!).toBeGreaterThanOrEqual(minimum)
        expect(own[place]!).toBeLessThanOrEqual(maximum)
        if (integer) expect(Number.isInteger(own[place])).toBe(true)
      })
    }
  }), { numRuns: 40 })
})

test('levers are crossed with uncertainties, whose points stand together', async () => {
  const { scenario } = await load(`${head}
design:
  kind: lhs
  samples: { levers: 3, uncertainties: 2 }
  factors: { policy.fund.matching: { range: [0, 1] }, parameters.learn.transferRate: { range: [0, 0.5] } }`)
  const points = designPoints(scenario.design!, factorDeclarations(catalogue))
  expect(points.map(({ baseline }) => baseline)).toEqual([1, 1, 1, 4, 4, 4])
  const [lever, uncertain] = [0, 1].map((place) => points.map(({ values: own }) => own[place]!))
  expect(lever!.slice(0, 3)).toEqual(lever!.slice(3))
  expect(new Set(uncertain!).size).toBe(2)
})

test('a number of replications and a precision take each other away, the upper file first', async () => {
  const precision = 'precision: { metric: innovations, arms: [more], halfWidth: 2% }\narms: { more: { fund: { matching: 0 } } }'
  const below = `${head}\n${precision}`
  const of = async (text: string) => (await load(text, { 'below.yaml': below })).scenario
  expect(await of(`version: 1\nname: upper\nextends: below.yaml`)).toMatchObject({ replications: 200, precision: { halfWidth: 0.02 } })
  const { replications, precision: none } = await of(`version: 1\nname: upper\nextends: below.yaml\nreplications: 7`)
  expect([replications, none]).toEqual([7, undefined])
  await expect(load(`${below}\nreplications: 3`)).rejects.toThrow(/replications beside a precision/)
})

describe('docs/experiments.md', () => {
  const blocks = blocksOf(readFileSync('docs/experiments.md', 'utf8')).filter(({ language }) => language === 'yaml')
  test.each(blocks.map(({ line, content }) => [line, content] as const))('line %i is what a scenario may hold', async (_, content) => {
    const arms = content.startsWith('precision') ? '\narms: { larger-fund: { fund: { budget: 60 } } }' : ''
    await expect(loadText(content.trim() + arms)).resolves.toBeDefined()
  })
})
