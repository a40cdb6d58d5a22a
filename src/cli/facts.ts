/** How far the facts of a scenario's region are met: by the population as grown, or after the burn-in. */
import { missOf, rangeOf } from '../analysis/facts.ts'
import { beyondOf, comparisonsOf, createFactReader, factsScenario, grownMoments, settledMoments } from '../experiment/facts.ts'
import { prepare } from '../experiment/simulate.ts'
import { createProgress } from '../host/progress.ts'
import type { MomentValues } from '../observe/moments.ts'
import { ExpressionError } from '../scenario/expression.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import type { Fact } from '../scenario/region.ts'
import { UsageError } from './errors.ts'
import { readable } from '../report/format.ts'
import { table } from './table.ts'

/** Enough to see what the population is like, grown in half a second. */
const FIRMS_TO_GROW = 25_000

const rangeText = (fact: Fact): string => {
  const [low, high] = rangeOf(fact)
  return low === high ? readable(low) : `${readable(low)} to ${readable(high)}`
}

/** `inside`, or how far outside in per cent of the nearest bound. */
export function verdictOf(fact: Fact, value: number): string {
  const miss = missOf(fact, value)
  if (Number.isNaN(miss)) return 'no value'
  return miss === 0 ? 'inside' : `${readable(100 * Math.abs(miss))} % ${miss < 0 ? 'below' : 'above'}`
}

/** Lines that `check` adds: what the population as grown and the policy miss of the facts that show before a run. */
export async function describeGrown(loaded: LoadedScenario): Promise<string[]> {
  const { region, scenario } = loaded
  if (region.calibration === undefined) return ['facts         not held against anything: the region has no section calibration']
  const experiment = await prepare(factsScenario(loaded))
  const read = createFactReader(experiment)
  const scale = Math.max(region.minimumScale, Math.min(scenario.scale, FIRMS_TO_GROW / region.facts.CF01.value))
  const moments = grownMoments(loaded, scale)
  const values = comparisonsOf(region).map(([id, comparison]) => ({ id, fact: region.facts[id], value: read(comparison, moments) }))
  const seen = values.filter(({ value }) => !Number.isNaN(value))
  const missed = seen.filter(({ fact, value }) => missOf(fact, value) !== 0)
  const cells = missed.map(({ id, fact, value }) => [id, fact.meaning, readable(value), `wanted ${rangeText(fact)}`, verdictOf(fact, value)])
  return [
    `facts         ${seen.length - missed.length} of ${seen.length} that show before a run are met, ${values.length - seen.length} more show with --facts, ` +
      `${beyondOf(region).length} the model cannot express${missed.length === 0 ? '' : '; missed:'}`,
    ...(missed.length === 0 ? [] : table(cells).split('\n').map((line) => `              ${line}`)),
  ]
}

/** The table of `check --facts`: all facts in the year after the burn-in, one replication under the region's own policy. */
export async function describeSettled(loaded: LoadedScenario): Promise<string> {
  const { region } = loaded
  if (region.calibration === undefined) {
    throw new UsageError(`--facts: the region ${region.name} does not say what its facts are held against\n  allowed: a region with a section calibration, see docs/making-a-region.md`)
  }
  const { values, read } = await simulateFacts(loaded)
  const comparisons = comparisonsOf(region)
  const rows = comparisons.map(([id, comparison]) => {
    const fact = region.facts[id]
    const value = read(comparison, values)
    return [id, fact.meaning, fact.unit, rangeText(fact), readable(value), verdictOf(fact, value), comparison.role]
  })
  const met = rows.filter((row) => row[5] === 'inside').length
  return [
    table([['fact', 'meaning', 'unit', 'wanted', 'model', 'verdict', 'role'], ...rows]),
    '',
    `${met} of ${rows.length} facts are met in the year after the burn-in: one replication under the region's own policy, at scale ${loaded.scenario.scale}.`,
    ...(beyondOf(region).length === 0 ? [] : ['The model cannot express:']),
    ...beyondOf(region).map(([id, why]) => `  ${id}  ${region.facts[id].meaning}: ${why}`),
  ].join('\n')
}

async function simulateFacts(loaded: LoadedScenario): Promise<{ values: MomentValues; read: ReturnType<typeof createFactReader> }> {
  const experiment = await prepare(factsScenario(loaded))
  const { burnIn, quarters } = experiment.scenario
  const progress = createProgress('facts', burnIn + quarters, false)
  const running = settledMoments(experiment, 0)
  try {
    for (;;) {
      const { done, value } = running.next()
      if (done) return { values: value, read: createFactReader(experiment) }
      progress.step(1)
    }
  } catch (error) {
    if (error instanceof ExpressionError) throw new UsageError(error.message)
    throw error
  } finally {
    progress.end()
  }
}
