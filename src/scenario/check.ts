/** What no schema can say: dates against the start, names in expressions, trials, shares of one whole. */
import type { Catalogue, NumberDeclaration } from './declare.ts'
import { parametersByPath } from './declare.ts'
import type { Draft, DraftTrial, Written, WrittenSchedules } from './draft.ts'
import type { Arithmetic, Expression } from './expression.ts'
import { compileExpression, ExpressionError, ExpressionRefused, RESERVED_WORDS } from './expression.ts'
import type { Report } from './problem.ts'
import { formatQuarter } from './quarter.ts'
import type { Region } from './region.ts'
import { armPolicy, pieceAt, TIME_NAMES, trialPolicy } from './resolve.ts'
import type { Timelines } from './resolve.ts'
import { rangeOf } from './schema.ts'
import type { Scenario, Schedules } from './scenario.ts'
import { excess, SHARE_SUMS } from './shares.ts'

/** What a scenario may speak of, and the arithmetic that its expressions use. */
export interface Language {
  readonly catalogue: Catalogue
  readonly arithmetic: Arithmetic
  /** Attributes of an organisation that a trial's `where` may name. */
  readonly trialAttributes: readonly string[]
}

export const levelsOf = (schedules: WrittenSchedules): Schedules =>
  Object.fromEntries([...schedules].map(([name, { value }]) => [name, value]))

async function checkExpression(
  { value, spot }: Written<string>,
  names: readonly string[],
  language: Language,
  report: Report,
): Promise<Expression | undefined> {
  try {
    return await compileExpression(value, names, language.arithmetic)
  } catch (error) {
    if (!(error instanceof ExpressionRefused)) throw error
    report.add(spot, error.message, {
      allowed: error.allowed ?? `the names ${names.join(', ')}`,
      nearest: () => error.nearest,
    })
    return undefined
  }
}

/** An expression without names is a number already, so its range is checked now rather than in every run. */
function checkConstant(expression: Expression, name: string, number: NumberDeclaration): string | undefined {
  try {
    const value = expression.names.length === 0 ? expression.evaluate(() => Number.NaN) : number.minimum
    return value >= number.minimum && value <= number.maximum ? undefined : `${name} would be ${value}`
  } catch (error) {
    if (error instanceof ExpressionError) return error.message
    throw error
  }
}

export async function checkSchedules(
  schedules: WrittenSchedules,
  declarations: Readonly<Record<string, NumberDeclaration>>,
  names: readonly string[],
  language: Language,
  report: Report,
): Promise<void> {
  for (const [name, { value: schedule, spot, stepSpots }] of schedules) {
    if (schedule.kind === 'steps') {
      const twice = schedule.steps.findIndex(
        (step, index) => step.quarter === schedule.steps[index + 1]?.quarter,
      )
      if (twice >= 0)
        report.add(stepSpots[twice + 1], `${name} has two steps in one quarter`, {
          allowed: 'one step a quarter',
        })
    } else if (schedule.kind === 'expression') {
      const expression = await checkExpression({ value: schedule.text, spot }, names, language, report)
      const wrong = expression && checkConstant(expression, name, declarations[name])
      if (wrong) report.add(spot, wrong, { allowed: rangeOf(declarations[name]) })
    }
  }
}

function checkDates(schedules: WrittenSchedules, earliest: number, reason: string, report: Report): void {
  for (const [name, { value: schedule, stepSpots }] of schedules) {
    if (schedule.kind !== 'steps') continue
    schedule.steps.forEach((step, index) => {
      if (step.quarter >= earliest) return
      report.add(stepSpots[index], `${name} has a step in ${formatQuarter(step.quarter)}, before ${reason}`, {
        allowed: `${formatQuarter(earliest)} or later`,
      })
    })
  }
}

async function checkTrial(trial: DraftTrial, language: Language, report: Report): Promise<void> {
  if (trial.where) await checkExpression(trial.where, language.trialAttributes, language, report)
  if (trial.share && trial.ids) {
    report.add(trial.ids.spot, 'a trial with both a drawn share and identities', {
      allowed: '`share` or `ids`',
    })
  }
  if (trial.ids && new Set(trial.ids.value).size < trial.ids.value.length) {
    report.add(trial.ids.spot, 'an identity is written twice', { allowed: 'each identity once' })
  }
}

async function checkOutcomes(outcomes: Draft['outcomes'], language: Language, report: Report): Promise<void> {
  const metrics = Object.keys(language.catalogue.metrics)
  const known = [...metrics]
  for (const [name, written] of outcomes) {
    if (metrics.includes(name))
      report.add(written.spot, `the outcome ${name} is called like a metric`, {
        allowed: 'a name of its own',
      })
    if (RESERVED_WORDS.includes(name)) {
      report.add(written.spot, `the outcome ${name} is called like a word of expressions`, {
        allowed: 'a name of its own',
      })
    }
    await checkExpression(written, known, language, report)
    known.push(name)
  }
}

/** All that can be wrong with one layered draft before the region is known. */
export async function checkDraft(
  draft: Draft,
  time: Pick<Scenario, 'start' | 'burnIn'>,
  language: Language,
  report: Report,
): Promise<void> {
  const { catalogue } = language
  const names = [...TIME_NAMES, ...Object.keys(catalogue.metrics)]
  const policies = [draft.policy]
  for (const arm of draft.arms.values()) policies.push(arm.policy, ...(arm.trial ? [arm.trial.policy] : []))
  for (const policy of policies) {
    checkDates(policy, time.start, 'the start', report)
    await checkSchedules(policy, catalogue.levers, names, language, report)
  }
  const parameters = parametersByPath(catalogue)
  checkDates(draft.parameters, time.start - time.burnIn, 'the burn-in', report)
  await checkSchedules(draft.parameters, parameters, TIME_NAMES, language, report)
  for (const [name, arm] of draft.arms) {
    if (arm.trial) await checkTrial(arm.trial, language, report)
    if (name === 'baseline' && (arm.policy.size > 0 || arm.trial)) {
      report.add(arm.spot, 'the arm baseline sets levers', {
        allowed: 'an empty baseline; put these levers under `policy`',
      })
    }
  }
  await checkOutcomes(draft.outcomes, language, report)
}

interface Excess {
  readonly levers: readonly string[]
  readonly message: string
  readonly allowed: string
}

/** The first quarter in which written shares exceed their whole; expressions are held to it while they run. */
function excessOf(timelines: Timelines): Excess | undefined {
  for (const sum of SHARE_SUMS) {
    const levers = sum.levers.filter((lever) => Object.hasOwn(timelines, lever))
    const quarters = levers.flatMap((lever) => timelines[lever].map((piece) => piece.from))
    for (const quarter of quarters.toSorted((one, other) => one - other)) {
      const total = excess({ ...sum, levers }, (lever) => {
        const value = pieceAt(timelines[lever], quarter)
        return typeof value === 'number' ? value : 0
      })
      if (total === undefined) continue
      const since = quarter > 0 ? ` from ${formatQuarter(quarter)} on` : ''
      return {
        levers,
        message: `${levers.join(' + ')} is ${total}${since}`,
        allowed: `up to 1; ${sum.remainder}`,
      }
    }
  }
  return undefined
}

/** Tells an excess at the uppermost layer that wrote one of the shares: at a flag, else at the last of the shares. */
function tellExcess(timelines: Timelines, layers: readonly WrittenSchedules[], report: Report): void {
  const found = excessOf(timelines)
  if (!found) return
  for (const layer of layers) {
    const shares = found.levers.map((lever) => layer.get(lever)).filter((schedule) => schedule !== undefined)
    const written = shares.find((share) => share.spot.source.text === undefined) ?? shares.at(-1)
    if (!written) continue
    report.add(written.spot, found.message, { allowed: found.allowed })
    return
  }
}

/** Shares are checked after all layers are laid: region, policy, arm, trial. */
export function checkShares(
  draft: Draft,
  scenario: Scenario,
  region: Pick<Region, 'policy'>,
  regional: WrittenSchedules,
  catalogue: Catalogue,
  report: Report,
): void {
  const below = [draft.policy, regional]
  tellExcess(armPolicy(catalogue, region, scenario), below, report)
  for (const arm of scenario.arms) {
    const written = draft.arms.get(arm.name)
    if (!written) continue
    const tell = (timelines: Timelines, layers: readonly WrittenSchedules[]): void =>
      tellExcess(timelines, layers, report)
    tell(armPolicy(catalogue, region, scenario, arm), [written.policy, ...below])
    const treated = trialPolicy(catalogue, region, scenario, arm)
    if (treated) tell(treated, [written.trial?.policy ?? new Map(), written.policy, ...below])
  }
}
