import { describe, expect, it } from 'vitest'
import { ExpressionError } from '../../src/scenario/expression.ts'
import type { LoadedScenario } from '../../src/scenario/load.ts'
import { parseQuarter } from '../../src/scenario/quarter.ts'
import {
  armPolicy,
  parameterEvaluator,
  parameterTimelines,
  pieceAt,
  policyEvaluator,
  regionPolicy,
  trialPolicy,
} from '../../src/scenario/resolve.ts'
import type { Evaluator, Timelines } from '../../src/scenario/resolve.ts'
import { arithmetic, catalogue, head, load } from './fixture.ts'

const q = (text: string): number => parseQuarter(text) as number
const none = (): number => Number.NaN

const policyOf = ({ region, scenario }: LoadedScenario, arm = 0): Timelines =>
  armPolicy(catalogue, region, scenario, scenario.arms[arm])

const at = (timelines: Timelines, lever: string, quarters: readonly string[]): (number | string)[] =>
  quarters.map((quarter) => pieceAt(timelines[lever], q(quarter)))

const evaluatorOf = (loaded: LoadedScenario, arm = 0): Promise<Evaluator> =>
  policyEvaluator(policyOf(loaded, arm), catalogue, loaded.scenario, arithmetic)

describe('layers of a policy', () => {
  it('begin with the default, then the history of the region', async () => {
    const loaded = await load(head)
    const history = regionPolicy(catalogue, loaded.region)
    expect(at(history, 'fund.budget', ['2004Q4', '2005', '2012Q2', '2012Q3', '2020'])).toEqual([
      800, 500, 500, 700, 700,
    ])
    expect(policyOf(loaded)).toEqual(history)
  })

  it("let the scenario's policy begin at the start, not in the burn-in", async () => {
    const loaded = await load(`${head}policy: { fund: { budget: 900 } }\n`)
    expect(at(policyOf(loaded), 'fund.budget', ['2012Q4', '2013', '2030'])).toEqual([700, 900, 900])
  })

  it('hold the layer below before the first step, and none of it after', async () => {
    const text = `${head}policy: { fund: { budget: { 2014: 1000, 2018: 2000 } } }\narms: { a: { fund: { budget: { 2016: 1500 } } } }\n`
    const loaded = await load(text)
    const quarters = ['2012Q4', '2013', '2014', '2016', '2018']
    expect(at(policyOf(loaded), 'fund.budget', quarters)).toEqual([700, 700, 1000, 1000, 2000])
    expect(at(policyOf(loaded, 1), 'fund.budget', quarters)).toEqual([700, 700, 1000, 1500, 1500])
  })

  it('are equal when they mean the same', async () => {
    const text = `${head}policy: { fund: { budget: 900 } }\narms: { same: { fund: { budget: { 2013: 900, 2015: 900 } } }, too: {} }\n`
    const loaded = await load(text)
    expect(policyOf(loaded, 1)).toEqual(policyOf(loaded))
    expect(policyOf(loaded, 2)).toEqual(policyOf(loaded))
  })

  it('end with a trial, for its firms', async () => {
    const loaded = await load(
      `${head}arms: { a: { fund: { budget: 5 }, trial: { policy: { fund: { matching: 0 } } } }, b: {} }\n`,
    )
    const { region, scenario } = loaded
    const treated = trialPolicy(catalogue, region, scenario, scenario.arms[1])
    expect(treated).toBeDefined()
    expect(at(treated as Timelines, 'fund.matching', ['2012Q4', '2013'])).toEqual([1, 0])
    expect(at(treated as Timelines, 'fund.budget', ['2013'])).toEqual([5])
    expect(at(policyOf(loaded, 1), 'fund.matching', ['2013'])).toEqual([1])
    expect(trialPolicy(catalogue, region, scenario, scenario.arms[2])).toBeUndefined()
  })

  it('name every lever of the catalogue, in one order', async () => {
    const loaded = await load(`${head}policy: { talent: { awards: 3 }, fund: { budget: 1 } }\n`)
    expect(Object.keys(policyOf(loaded))).toEqual(Object.keys(catalogue.levers).toSorted())
  })
})

describe('levels in a quarter', () => {
  it('are at the scale of this world', async () => {
    const evaluate = await evaluatorOf(await load(`${head}scale: 0.1\n`))
    const levels = evaluate(q('2013'), none)
    expect(levels['fund.budget']).toBe(70)
    expect(levels['talent.awards']).toBe(20)
    expect(levels['fund.matching']).toBe(1)
  })

  it('follow time', async () => {
    const evaluate = await evaluatorOf(
      await load(`${head}scale: 1\npolicy: { fund: { budget: 'year - 2000 + quarter / 10 + t / 1000' } }\n`),
    )
    expect(evaluate(q('2013'), none)['fund.budget']).toBeCloseTo(13.1, 12)
    expect(evaluate(q('2014Q3'), none)['fund.budget']).toBeCloseTo(14.306, 12)
  })

  it("follow last quarter's metrics, which are at full scale", async () => {
    const text = `${head}scale: 0.5\npolicy: { fund: { budget: 'innovations > 10 ? 200 : 100' }, talent: { awards: 'innovations / 4' } }\n`
    const evaluate = await evaluatorOf(await load(text))
    const levels = (innovations: number): Record<string, number> => evaluate(q('2013'), () => innovations)
    expect(levels(10)['fund.budget']).toBe(50)
    expect(levels(11)['fund.budget']).toBe(100)
    // 2.75 prizes are 3, of which half in half a world.
    expect(levels(11)['talent.awards']).toBe(1.5)
  })

  it('fail when they leave their range, or have no value', async () => {
    const evaluate = await evaluatorOf(
      await load(`${head}policy: { guarantee: { governmentShare: 'defaultRate * 10' } }\n`),
    )
    expect(evaluate(q('2012Q4'), none)['guarantee.governmentShare']).toBe(0)
    expect(evaluate(q('2013'), () => 0.05)['guarantee.governmentShare']).toBe(0.5)
    expect(() => evaluate(q('2013'), () => 0.2)).toThrow(
      /governmentShare would be 2, allowed is 0 to 1 \(share of the loss\)/,
    )
    expect(() => evaluate(q('2013'), none)).toThrow(ExpressionError)
  })

  it('fail when shares exceed their whole', async () => {
    const evaluate = await evaluatorOf(
      await load(`${head}policy: { guarantee: { governmentShare: defaultRate, bankShare: 0.5 } }\n`),
    )
    expect(evaluate(q('2013'), () => 0.5)['guarantee.governmentShare']).toBe(0.5)
    expect(() => evaluate(q('2013'), () => 0.6)).toThrow(/bankShare \+ .* is 1.1, allowed is 1/)
  })
})

describe('parameters', () => {
  it('hold from the burn-in on, with dated steps and expressions of time', async () => {
    const text = `${head}parameters: { lend: { refusal: { 2009: 0.2, 2014: 0.3 }, patience: 't < 0 ? 3 : 5.6' } }\n`
    const { scenario } = await load(text)
    const evaluate = await parameterEvaluator(
      parameterTimelines(catalogue, scenario),
      catalogue,
      scenario,
      arithmetic,
    )
    expect(evaluate(q('2008'), none)).toEqual({
      'learn.transferRate': 0.05,
      'lend.refusal': 0.1,
      'lend.patience': 3,
    })
    expect(evaluate(q('2009'), none)['lend.refusal']).toBe(0.2)
    expect(evaluate(q('2014'), none)).toEqual({
      'learn.transferRate': 0.05,
      'lend.refusal': 0.3,
      'lend.patience': 6,
    })
  })
})
