/** docs/calibration.md: facts and parameters, each with its range and what the model has. */
import { estimate } from '../../src/analysis/effects.ts'
import { missOf, rangeOf } from '../../src/analysis/facts.ts'
import { beyondOf, comparisonsOf } from '../../src/experiment/facts.ts'
import type { LoadedScenario } from '../../src/scenario/load.ts'
import { formatQuarter } from '../../src/scenario/quarter.ts'
import type { Comparison, Fact, Region, Role } from '../../src/scenario/region.ts'
import { parametersByPath } from '../../src/scenario/declare.ts'
import type { Catalogue } from '../../src/scenario/declare.ts'
import { markdownTable } from '../markdown.ts'
import type { Observation } from './observe.ts'

/** Share of the fitted core facts that should be met. */
export const WANTED = 0.75

/** Verdicts are about the number as printed, so that a reader can check them. */
const printed = (value: number, digits = 4): number => Number(value.toPrecision(digits))
const shown = (value: number, digits = 4): string => (Number.isNaN(value) ? '-' : String(printed(value, digits)))
const spanOf = (low: number, high: number): string => (low === high ? `${low}` : `${low} to ${high}`)

export interface Verdict {
  readonly id: string
  readonly fact: Fact
  readonly comparison: Comparison
  readonly grown: number
  readonly mean: number
  /** NaN with one replication. */
  readonly error: number
  readonly miss: number
}

export function verdictsOf(region: Region, observations: readonly Observation[]): Verdict[] {
  return comparisonsOf(region).map(([id, comparison]) => {
    const fact = region.facts[id]!
    const { mean, sd, n } = estimate(observations.map(({ settled }) => settled[id]!))
    const grown = estimate(observations.map((observation) => observation.grown[id]!)).mean
    return { id, fact, comparison, grown, mean, error: sd / Math.sqrt(n), miss: missOf(fact, printed(mean)) }
  })
}

const missText = (miss: number): string =>
  Number.isNaN(miss) ? '**no value**' : miss === 0 ? 'hit' : `**miss**, ${shown(100 * Math.abs(miss), 2)} % ${miss < 0 ? 'below' : 'above'}`

const heads = ['fact', 'meaning', 'unit', 'tier', 'range', 'as grown', 'model', 'verdict', 'role', 'why']

const rowOf = ({ id, fact, comparison, grown, mean, error, miss }: Verdict): string[] => [
  id, fact.meaning, fact.unit, fact.tier, spanOf(...rangeOf(fact)), 'moment' in comparison ? shown(grown) : '-',
  error > 0 ? `${shown(mean)} ± ${shown(error, 2)}` : shown(mean), missText(miss), comparison.role, comparison.why,
]

const roles: readonly Role[] = ['fitted', 'held out', 'input']

function totalsOf(verdicts: readonly Verdict[]): string {
  const rows = roles.flatMap((role) =>
    (['core', 'extra'] as const).map((tier) => {
      const own = verdicts.filter(({ fact, comparison }) => comparison.role === role && fact.tier === tier)
      const hits = own.filter(({ miss }) => miss === 0).length
      return [role, tier, String(own.length), String(hits), own.length === 0 ? '-' : `${Math.round((100 * hits) / own.length)} %`]
    }),
  )
  return markdownTable(['role', 'tier', 'facts', 'hit', 'share'], rows)
}

/** In words, whether enough of the fitted core facts are met. */
function aimOf(verdicts: readonly Verdict[]): string {
  const core = verdicts.filter(({ fact, comparison }) => comparison.role === 'fitted' && fact.tier === 'core')
  const hits = core.filter(({ miss }) => miss === 0).length
  const reached = hits >= WANTED * core.length
  return `**${hits} of ${core.length} fitted core facts are hit (${Math.round((100 * hits) / core.length)} %); wanted are at least ${100 * WANTED} %: ${reached ? 'reached' : 'not reached'}.**`
}

/** Every number that the model takes as given, with the range of its source. */
export function parameterRows(catalogue: Catalogue, region: Region): string[][] {
  const inside = (value: number, low: number, high: number): string => (value >= low && value <= high ? 'inside' : '**outside**')
  const parameters = Object.entries(parametersByPath(catalogue)).map(([path, { unit, default: value, minimum, maximum, mark, source }]) => [
    `\`${path}\``, unit, String(value), spanOf(minimum, maximum), `${mark}: ${source}`, inside(value, minimum, maximum),
  ])
  const population = Object.entries(region.population).map(([name, { unit, value, low, high, mark, source }]) => [
    `population \`${name}\``, unit, String(value), spanOf(low, high), `${mark}: ${source}`, inside(value, low, high),
  ])
  return [...parameters, ...population]
}

export function calibrationPage({ scenario, region, language }: LoadedScenario, observations: readonly Observation[], engine: string): string {
  const verdicts = verdictsOf(region, observations)
  const parameters = parameterRows(language.catalogue, region)
  const outside = parameters.filter((row) => row.at(-1) !== 'inside').length
  const beyond = beyondOf(region).map(([id, why]) => [id, region.facts[id]!.meaning, why])
  return `<!-- Made by \`npm run calibration -- --write\`; do not edit. -->

# Calibration

How far the model meets the facts of ${region.name}: engine \`${engine}\`, scale ${scenario.scale}, the region's own policy, ${observations.length} replications. The
model's value is the mean over the four quarters from ${formatQuarter(scenario.start)}, after a burn-in of ${scenario.burnIn}, ± its standard error over replications; what
each value is stands in [metrics.md](metrics.md), by the moment that \`seeds/${region.name}.yaml\` names. The size of a miss is in per
cent of the nearest bound. An input is set by the region, and may still drift away from what was set; a fitted fact was in view
when parameters were chosen; a fact that was held out tests the model.

${aimOf(verdicts)}

${totalsOf(verdicts)}

## Facts

${markdownTable(heads, verdicts.map(rowOf))}

## Facts that the model cannot express

${markdownTable(['fact', 'meaning', 'why'], beyond)}

## Parameters

${parameters.length - outside} of ${parameters.length} parameters and numbers of the population lie in the range of their source.

${markdownTable(['parameter', 'unit', 'value', 'range', 'source', 'verdict'], parameters)}
`
}
