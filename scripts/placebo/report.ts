/** What came of one yuan, as tables and the words for them. */
import { effectOf, estimate } from '../../src/analysis/effects.ts'
import { schedule } from '../../src/mechanisms/schedule.ts'
import { metricKeys } from '../../src/observe/metrics.ts'
import { couplings } from './couplings.ts'
import { classes } from './distance.ts'
import { holm } from '../../src/analysis/holm.ts'
import type { Observation } from './measure.ts'
import { markdownTable } from '../markdown.ts'

const LEVEL = 0.05
/** Quarters shown, from 1 on; the last one is shown too. */
const SHOWN = [1, 2, 3, 4, 6, 8, 12, 16, 20, 30]
const noPath = classes.flatMap((name, index) => (name.startsWith('no path') ? [index] : []))
const all = classes.map((_, index) => index)

type Counts = readonly (readonly number[])[]
const sumOf = (counts: readonly number[], own: readonly number[]): number => own.reduce((sum, index) => sum + counts[index]!, 0)

/** Firms of these classes that are counted in row `row`, of all firms of these classes, over all replications. */
function shareOf(seen: readonly Observation[], counted: (one: Observation) => Counts, row: number, own: readonly number[]): number {
  const firms = seen.reduce((sum, one) => sum + sumOf(one.firms, own), 0)
  return seen.reduce((sum, one) => sum + sumOf(counted(one)[row]!, own), 0) / firms
}

const percent = (share: number): string => (Number.isNaN(share) ? '-' : share === 0 ? '0' : `${(100 * share).toPrecision(2)} %`)

/** By quarter and distance. */
export function tableOfDistances(seen: readonly Observation[], counted: (one: Observation) => Counts): string {
  const quarters = seen[0]!.differ.length
  const shown = [...SHOWN.filter((quarter) => quarter < quarters), quarters]
  const firms = all.map((index) => estimate(seen.map((one) => one.firms[index]!)).mean.toFixed(1))
  const heads = ['quarter', ...classes.map((name) => (name.startsWith('no path') ? name : `${name} tie${name === '1' ? '' : 's'} away`))]
  return markdownTable(heads, [
    ...shown.map((quarter) => [String(quarter), ...all.map((index) => percent(shareOf(seen, counted, quarter - 1, [index])))]),
    ['firms', ...firms],
  ])
}

/** Mechanisms in which firms without a path first came to differ, and what couples them there. */
export function tableOfCouplings(seen: readonly Observation[]): string {
  const rows = schedule.flatMap(({ name }, index) => {
    const shares = [(one: Observation) => one.firstDiffer, (one: Observation) => one.firstInKind].map((counted) => shareOf(seen, counted, index, noPath))
    if (shares.every((share) => share === 0)) return []
    return [[`\`${name}\``, ...shares.map(percent), couplings[name] ?? '**nothing: a fault**']]
  })
  return markdownTable(['mechanism', 'differ at all', 'differ in kind', 'what firms have in common there'], rows)
}

interface Test {
  readonly metric: string
  readonly relative: number
  /** After Holm's correction. */
  readonly p: number
}

/** Of the metrics that differ in some replication, the most significant first. */
export function testsOf(seen: readonly Observation[]): Test[] {
  const tests = metricKeys.flatMap((metric, index) => {
    const { p, relative } = effectOf(seen.map(({ means }) => [means.withYuan[index]!, means.without[index]!]))
    return Number.isNaN(p) ? [] : [{ metric, relative, p }]
  })
  const adjusted = holm(tests.map(({ p }) => p))
  return tests.map((test, index) => ({ ...test, p: adjusted[index]! })).sort((a, b) => a.p - b.p)
}

export function wordsForTests(tests: readonly Test[]): string {
  const differing = tests.filter(({ p }) => p < LEVEL)
  const named = (some: readonly Test[]): string => some.map(({ metric, p, relative }) =>
    `\`${metric}\` (p ${p.toPrecision(2)}, ${(100 * relative).toPrecision(2)} %)`).join(', ')
  const verdict = differing.length === 0
    ? `**No aggregate differs from 0** at ${100 * LEVEL} % after Holm's correction`
    : `**Aggregates differ from 0** at ${100 * LEVEL} % after Holm's correction: ${named(differing)}`
  const nearest = tests.length === 0 ? '' : ` The nearest to it: ${named(tests.slice(0, 3))}.`
  return `${verdict}; ${metricKeys.length - tests.length} of ${metricKeys.length} are the same to the bit in every replication.${nearest}`
}

/** What the tables come to. */
export function reading(seen: readonly Observation[]): string {
  const [first, last] = [0, seen[0]!.differ.length - 1]
  const [differ, inKind] = [(one: Observation) => one.differ, (one: Observation) => one.inKind]
  const untouched = seen.filter((one) => one.differ.every((counts) => sumOf(counts, all) === 0)).length
  return `In ${untouched} of ${seen.length} replications the yuan never changes another firm: owners withdraw it, or it is lost in rounding. In the first
quarter ${percent(shareOf(seen, differ, first, noPath))} of the firms without a path differ at all, in the last ${percent(shareOf(seen, differ, last, noPath))}; in kind
${percent(shareOf(seen, inKind, first, noPath))} and ${percent(shareOf(seen, inKind, last, noPath))}.`
}
