import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalYaml, regionYaml } from '../../src/scenario/canonical.ts'
import { scenarioHash } from '../../src/scenario/hash.ts'
import { formatQuarter } from '../../src/scenario/quarter.ts'
import { head, load, regionText } from './fixture.ts'

const start = 8052
const identifier = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,12}$/)
const share = fc.double({ min: 0, max: 0.3, noNaN: true })

const scheduleOf = (value: fc.Arbitrary<number>): fc.Arbitrary<unknown> =>
  fc.oneof(
    value,
    fc.dictionary(fc.integer({ min: start, max: start + 60 }).map(formatQuarter), value, {
      minKeys: 1,
      maxKeys: 5,
    }),
    fc.constantFrom('t < 4 ? 0.1 : 0.2', '0.25', 'min(0.3, abs(t) / 1000) # why: because'),
  )

const policy = fc.record(
  {
    fund: fc.record(
      {
        budget: scheduleOf(fc.double({ min: 0, max: 3000, noNaN: true })),
        shares: fc.record({ equity: scheduleOf(share) }),
      },
      { requiredKeys: [] },
    ),
    guarantee: fc.record(
      { bankShare: scheduleOf(share), governmentShare: scheduleOf(share) },
      { requiredKeys: [] },
    ),
    talent: fc.record({ awards: fc.integer({ min: 0, max: 2000 }) }),
  },
  { requiredKeys: [] },
)

const trial = fc.record(
  {
    where: fc.constantFrom('age > 3', 'employees > 10 and cash < 0'),
    share,
    policy: fc.record({ fund: fc.record({ matching: scheduleOf(share) }) }),
  },
  { requiredKeys: ['policy'] },
)

const arm = fc
  .tuple(policy, fc.option(trial, { nil: undefined }))
  .map(([levers, some]) => (some ? { ...levers, trial: some } : levers))

const written = fc.record(
  {
    version: fc.constant(1),
    name: identifier,
    region: fc.constant('town'),
    question: fc.string({ unit: 'grapheme', maxLength: 80 }),
    scale: fc.double({ min: 0.02, max: 1, noNaN: true }),
    quarters: fc.integer({ min: 1, max: 400 }),
    burnIn: fc.integer({ min: 0, max: 100 }),
    replications: fc.integer({ min: 1, max: 10_000 }),
    seed: fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), fc.integer()),
    policy,
    parameters: fc.record({ lend: fc.record({ refusal: scheduleOf(share) }) }),
    mechanisms: fc.record({ ally: fc.boolean(), fund: fc.constantFrom('on', 'off') }, { requiredKeys: [] }),
    arms: fc.dictionary(
      identifier.map((name) => `arm-${name}`),
      arm,
      { maxKeys: 4 },
    ),
    outcomes: fc.constant({ ratio: 'innovations / publicCost', twice: 'ratio * 2' }),
  },
  { requiredKeys: ['version', 'name', 'region'] },
)

describe('the canonical form', () => {
  it('loads to the same scenario, and is its own canonical form', async () => {
    await fc.assert(
      fc.asyncProperty(written, async (file) => {
        const { scenario, region } = await load(JSON.stringify(file))
        const text = canonicalYaml(scenario)
        const again = await load(text)
        expect(again.scenario).toEqual(scenario)
        expect(Object.keys(again.scenario.policy)).toEqual(Object.keys(scenario.policy))
        expect(canonicalYaml(again.scenario)).toBe(text)
        expect(scenarioHash(again.scenario, again.region)).toBe(scenarioHash(scenario, region))
      }),
      { numRuns: 150 },
    )
  })

  it('does not show in which order things were written', async () => {
    const one = await load(
      `${head}policy: { fund: { budget: { 2014: 1, 2013: 2 }, matching: 0 }, talent: { awards: 3 } }\nmechanisms: { fund: on, ally: off }\n`,
    )
    const other = await load(
      `mechanisms: { ally: false, fund: true }\npolicy: { talent: { awards: 3.0 }, fund: { matching: -0, budget: { 2013Q1: 2, 2014Q1: 1 } } }\n${head}`,
    )
    expect(canonicalYaml(one.scenario)).toBe(canonicalYaml(other.scenario))
    expect(scenarioHash(one.scenario, one.region)).toBe(scenarioHash(other.scenario, other.region))
  })

  it('has defaults filled in', async () => {
    const { scenario } = await load(head)
    expect(canonicalYaml(scenario)).toBe(
      [
        'version: 1',
        'name: try',
        'question: ""',
        'region: town',
        'scale: 0.05',
        'start: 2013Q1',
        'quarters: 40',
        'burnIn: 20',
        'replications: 10',
        'seed: try',
        'policy: {}',
        'parameters: {}',
        'mechanisms: {}',
        'arms:',
        '  baseline: {}',
        'outcomes: {}',
        '',
      ].join('\n'),
    )
  })

  it('may name a copy of the region, which loads to the same region', async () => {
    const { scenario, region } = await load('version: 1\nname: try\nregion: mine/own.yaml\n', {
      'mine/own.yaml': regionText,
    })
    const files = { 'region.yaml': regionYaml(region) }
    const again = await load(canonicalYaml(scenario, 'region.yaml'), files)
    expect(again.region).toEqual(region)
    expect(scenarioHash(again.scenario, again.region)).toBe(scenarioHash(scenario, region))
  })
})

describe('the hash', () => {
  it('is of everything that a scenario and its region say', async () => {
    const hashes = new Set<string>()
    const texts = [
      head,
      head.replace('try', 'other'),
      `${head}question: Why?\n`,
      `${head}scale: 0.5\n`,
      `${head}start: 2014\n`,
      `${head}quarters: 4\n`,
      `${head}burnIn: 4\n`,
      `${head}replications: 4\n`,
      `${head}seed: other\n`,
      `${head}policy: { fund: { budget: 5 } }\n`,
      `${head}policy: { fund: { budget: { 2013: 5 } } }\n`,
      `${head}policy: { fund: { budget: "5" } }\n`,
      `${head}parameters: { lend: { refusal: 0.2 } }\n`,
      `${head}mechanisms: { ally: off }\n`,
      `${head}arms: { a: {}, b: {} }\n`,
      `${head}arms: { b: {}, a: {} }\n`,
      `${head}outcomes: { a: innovations }\n`,
    ]
    for (const text of texts) {
      const { scenario, region } = await load(text)
      hashes.add(scenarioHash(scenario, region))
    }
    const { scenario, region } = await load(head, {
      'seeds/town.yaml': regionText.replace('value: 1000', 'value: 1001'),
    })
    hashes.add(scenarioHash(scenario, region))
    expect(hashes.size).toBe(texts.length + 1)
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('stays what it is', async () => {
    const { scenario, region } = await load(head)
    expect(scenarioHash(scenario, region)).toMatchInlineSnapshot(
      `"d235373e9ddc438e0c4de70fccb271eaaf1c0a2d7445d9b025a22036479d2fea"`,
    )
  })
})
