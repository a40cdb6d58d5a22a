import { describe, expect, it } from 'vitest'
import type { Overrides } from '../../src/scenario/overrides.ts'
import { applyOverrides, settablePaths } from '../../src/scenario/overrides.ts'
import type { Problem } from '../../src/scenario/problem.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { catalogue, errorOf, head, load } from './fixture.ts'

const text = `${head}policy: { fund: { budget: 5 }, guarantee: { bankShare: 0.6 } }
arms: { a: { fund: { budget: 6 } }, b: { fund: { matching: { 2014: 0 } } } }
`

const apply = async (overrides: Overrides): Promise<Scenario> =>
  (await applyOverrides(await load(text), overrides)).scenario

const problemOf = async (overrides: Overrides): Promise<Problem> => {
  const { problems } = await errorOf(apply(overrides))
  expect(problems).toHaveLength(1)
  return problems[0]
}

describe('flags', () => {
  it('replace what the file says', async () => {
    const scenario = await apply({ scale: '0.5', quarters: 8, burnIn: '0', replications: '3', seed: '2013' })
    expect(scenario).toMatchObject({ scale: 0.5, quarters: 8, burnIn: 0, replications: 3, seed: '2013' })
    expect(scenario.policy).toEqual((await load(text)).scenario.policy)
  })

  it('change nothing when there are none', async () => {
    expect(await apply({})).toEqual((await load(text)).scenario)
  })

  it('set levers, parameters and mechanisms by their full paths', async () => {
    const scenario = await apply({
      set: [
        'policy.fund.budget={2013: 7, 2015Q3: 8}',
        'policy.fund.shares.equity=t / 1000',
        'parameters.lend.refusal=0.3',
        'mechanisms.ally=off',
      ],
    })
    expect(scenario.policy['fund.budget']).toMatchObject({
      kind: 'steps',
      steps: [{ value: 7 }, { value: 8 }],
    })
    expect(scenario.policy['fund.shares.equity']).toEqual({ kind: 'expression', text: 't / 1000' })
    expect(scenario.parameters).toEqual({ 'lend.refusal': { kind: 'constant', value: 0.3 } })
    expect(scenario.mechanisms).toEqual({ ally: false })
    expect(scenario.arms).toEqual((await load(text)).scenario.arms)
  })

  it('hold the last of two', async () => {
    const scenario = await apply({ set: ['policy.fund.budget=7', 'policy.fund.budget=8'] })
    expect(scenario.policy['fund.budget']).toEqual({ kind: 'constant', value: 8 })
  })

  it('choose arms, and the baseline always', async () => {
    const names = async (arms: readonly string[]): Promise<string[]> =>
      (await apply({ arms })).arms.map((arm) => arm.name)
    expect(await names(['b'])).toEqual(['baseline', 'b'])
    expect(await names(['baseline'])).toEqual(['baseline'])
    expect(await names(['b', 'a'])).toEqual(['baseline', 'a', 'b'])
  })

  it('may set every path that is told', async () => {
    const paths = settablePaths(catalogue)
    expect(paths).toContain('policy.fund.shares.equity')
    expect(paths).toContain('parameters.learn.transferRate')
    expect(paths).toContain('mechanisms.ally')
    expect(paths).not.toContain('mechanisms.trade')
    for (const path of paths)
      await apply({
        set: [`${path}=${path.startsWith('mechanisms') ? 'on' : '1 * 0.2 + 0.8'}`].filter(
          (set) => !/Share=|shares/.test(set),
        ),
      })
  })
})

describe('wrong flags', () => {
  it.each([
    [
      { set: ['policy.fund.budgt=9'] },
      '--set policy.fund.budgt=9',
      /no policy\.fund\.budgt/,
      'policy.fund.budget',
    ],
    [{ set: ['fund.budget=9'] }, '--set fund.budget=9', /no fund\.budget/, 'policy.fund.budget'],
    [
      { set: ['learn.transferRate=9'] },
      '--set learn.transferRate=9',
      /no learn/,
      'parameters.learn.transferRate',
    ],
    [
      { set: ['parameters.lern.transferRate=0.1'] },
      '--set parameters.lern.transferRate=0.1',
      /lern/,
      'parameters.learn.transferRate',
    ],
    [{ set: ['policy.fund=9'] }, '--set policy.fund=9', /no policy\.fund to set/, undefined],
    [{ set: ['quarters=9'] }, '--set quarters=9', /no quarters/, undefined],
    [{ set: ['mechanisms.trade=off'] }, '--set mechanisms.trade=off', /trade/, undefined],
    [{ set: ['=9'] }, '--set =9', /no path/, undefined],
    [{ set: [''] }, '--set ', /no path/, undefined],
    [{ set: ['policy.fund.budget'] }, '--set policy.fund.budget', /no value/, undefined],
    [{ set: ['policy.fund.budget='] }, '--set policy.fund.budget=', /is empty/, undefined],
    [{ set: ['policy.fund.budget=-1'] }, '--set policy.fund.budget=-1', /is -1/, undefined],
    [
      { set: ['policy.fund.budget={2010: 1}'] },
      '--set policy.fund.budget={2010: 1}',
      /before the start/,
      undefined,
    ],
    [{ set: ['policy.fund.budget={2014: 1'] }, '--set policy.fund.budget={2014: 1', /./, undefined],
    [
      { set: ['policy.fund.budget=inovations'] },
      '--set policy.fund.budget=inovations',
      /"inovations"/,
      'innovations',
    ],
    [
      { set: ['policy.guarantee.governmentShare=0.5'] },
      '--set policy.guarantee.governmentShare=0.5',
      /is 1.1/,
      undefined,
    ],
    [{ scale: 'small' }, '--scale small', /scale is "small"/, undefined],
    [{ scale: 0.001 }, '--scale 0.001', /below the smallest of town/, undefined],
    [{ quarters: Number.NaN }, '--quarters NaN', /NaN/, undefined],
    [{ replications: 1e9 }, '--replications 1000000000', /1000000000/, undefined],
    [{ burnIn: '-1' }, '--burn-in -1', /burnIn is -1/, undefined],
    [{ seed: '' }, '--seed ', /seed is ""/, undefined],
    [{ arms: ['aa'] }, '--arm aa', /no arm "aa"/, undefined],
    [{ arms: ['baselin'] }, '--arm baselin', /no arm/, 'baseline'],
  ] as const)('%j', async (overrides, file, message, nearest) => {
    const problem = await problemOf(overrides)
    expect(problem).toMatchObject({ file, line: 0 })
    expect(problem.excerpt).toBeUndefined()
    expect(problem.message).toMatch(message)
    expect(problem.allowed).toBeTruthy()
    expect(problem.nearest).toBe(nearest)
  })
})
