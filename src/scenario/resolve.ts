/**
 * From layers to levels: which value each lever and parameter has in which quarter.
 *
 * Layers become one timeline: default, then the region's policy with its dates, then from `start` on the scenario's, an
 * arm's, a trial's. Two arms that mean the same have equal timelines, however they were written.
 */
import type { Catalogue, NumberDeclaration } from './declare.ts'
import { parametersByPath } from './declare.ts'
import type { Arithmetic, Expression } from './expression.ts'
import { compileExpression, ExpressionError } from './expression.ts'
import type { Region } from './region.ts'
import type { Arm, Scenario, Schedule, Schedules } from './scenario.ts'
import { excess, SHARE_SUMS } from './shares.ts'

/** From a quarter on: a number, or the text of an expression. */
export interface Piece {
  readonly from: number
  readonly value: number | string
}

/** Ascending quarters; the first piece begins at 0, before all of history. Neighbours differ. */
export type Timeline = readonly Piece[]
export type Timelines = Readonly<Record<string, Timeline>>

/** The names that every expression in time knows: the calendar year, its quarter (1-4), and quarters since the start. */
export const TIME_NAMES: readonly string[] = ['year', 'quarter', 't']

const piecesOf = (schedule: Schedule, start: number): Piece[] => {
  if (schedule.kind === 'constant') return [{ from: start, value: schedule.value }]
  if (schedule.kind === 'expression') return [{ from: start, value: schedule.text }]
  return schedule.steps.map(({ quarter, value }) => ({ from: quarter, value }))
}

/** A schedule that holds from `start` on, over a timeline. Before its first step the lower layer holds; none of it after. */
function overlay(under: Timeline, schedule: Schedule, start: number): Timeline {
  const pieces = piecesOf(schedule, start)
  const kept = under.filter((piece) => piece.from < pieces[0].from)
  return [...kept, ...pieces].filter(
    (piece, index, all) => index === 0 || piece.value !== all[index - 1].value,
  )
}

function overlayAll(under: Timelines, schedules: Schedules, start: number): Timelines {
  const over = Object.entries(schedules).map(([name, schedule]) => [
    name,
    overlay(under[name], schedule, start),
  ])
  return { ...under, ...Object.fromEntries(over) }
}

function defaultsOf(numbers: Readonly<Record<string, NumberDeclaration>>): Timelines {
  const names = Object.keys(numbers).toSorted()
  return Object.fromEntries(names.map((name) => [name, [{ from: 0, value: numbers[name].default }]]))
}

/** The historical policy: what holds in the burn-in, and after it where a scenario says nothing. */
export function regionPolicy(catalogue: Catalogue, region: Pick<Region, 'policy'>): Timelines {
  return overlayAll(defaultsOf(catalogue.levers), region.policy, 0)
}

type Layers = Pick<Scenario, 'start' | 'policy'>

/** The policy of an arm, its trial left aside; without an arm the baseline's. */
export function armPolicy(
  catalogue: Catalogue,
  region: Pick<Region, 'policy'>,
  scenario: Layers,
  arm?: Arm,
): Timelines {
  const baseline = overlayAll(regionPolicy(catalogue, region), scenario.policy, scenario.start)
  return arm ? overlayAll(baseline, arm.policy, scenario.start) : baseline
}

/** The policy for the treated firms of an arm's trial; undefined when the arm holds none. */
export function trialPolicy(
  catalogue: Catalogue,
  region: Pick<Region, 'policy'>,
  scenario: Layers,
  arm: Arm,
): Timelines | undefined {
  return (
    arm.trial && overlayAll(armPolicy(catalogue, region, scenario, arm), arm.trial.policy, scenario.start)
  )
}

/** Parameters under their full names, from the burn-in on. */
export function parameterTimelines(catalogue: Catalogue, scenario: Pick<Scenario, 'parameters'>): Timelines {
  return overlayAll(defaultsOf(parametersByPath(catalogue)), scenario.parameters, 0)
}

/** What a timeline says for a quarter. */
export function pieceAt(timeline: Timeline, quarter: number): number | string {
  let value = timeline[0].value
  for (const piece of timeline) {
    if (piece.from > quarter) break
    value = piece.value
  }
  return value
}

/**
 * Levels of all levers (or parameters) in a calendar quarter; `metric` gives last quarter's value at full scale. Where nothing
 * ever changes it is one object for all quarters.
 */
export type Evaluator = (quarter: number, metric: (name: string) => number) => Record<string, number>

const roundHalfUp = (x: number): number => Math.floor(x + 0.5)

/** A computed level, held to the range that written ones are held to. */
function level(
  expression: Expression,
  name: string,
  declaration: NumberDeclaration,
  values: (name: string) => number,
): number {
  const computed = expression.evaluate(values)
  const value = declaration.integer ? roundHalfUp(computed) : computed
  if (value >= declaration.minimum && value <= declaration.maximum) return value
  const { minimum, maximum, unit } = declaration
  throw new ExpressionError(
    expression.text,
    `${name} would be ${value}, allowed is ${minimum} to ${maximum} (${unit})`,
  )
}

async function evaluator(
  timelines: Timelines,
  declarations: Readonly<Record<string, NumberDeclaration>>,
  start: number,
  names: readonly string[],
  arithmetic: Arithmetic,
): Promise<Evaluator> {
  const expressions = new Map<string, Expression>()
  for (const { value } of Object.values(timelines).flat()) {
    if (typeof value === 'number' || expressions.has(value)) continue
    expressions.set(value, await compileExpression(value, [...TIME_NAMES, ...names], arithmetic))
  }
  // V8 lays an object out by what it is made with: with fractions, one layout serves every quarter and arm.
  const layout = Object.fromEntries(Object.keys(timelines).map((name) => [name, 0.5]))
  const levelsAt: Evaluator = (quarter, metric) => {
    const values = (name: string): number => {
      if (name === 'year') return Math.floor(quarter / 4)
      if (name === 'quarter') return (quarter % 4) + 1
      return name === 't' ? quarter - start : metric(name)
    }
    const levels = { ...layout }
    for (const [name, timeline] of Object.entries(timelines)) {
      const value = pieceAt(timeline, quarter)
      const expression = typeof value === 'string' ? expressions.get(value) : undefined
      levels[name] = expression ? level(expression, name, declarations[name], values) : Number(value)
    }
    return levels
  }
  if (Object.values(timelines).some((timeline) => timeline.length > 1 || typeof timeline[0].value === 'string')) return levelsAt
  const levels = levelsAt(start, () => NaN)
  return () => levels
}

function holdShares(levels: Readonly<Record<string, number>>, timelines: Timelines, quarter: number): void {
  for (const sum of SHARE_SUMS) {
    const total = excess(sum, (lever) => levels[lever] ?? 0)
    if (total === undefined) continue
    const texts = sum.levers.map((lever) => timelines[lever] && pieceAt(timelines[lever], quarter))
    const text = texts.find((value) => typeof value === 'string')
    throw new ExpressionError(
      String(text ?? sum.levers.join(' + ')),
      `${sum.levers.join(' + ')} is ${total}, allowed is 1`,
    )
  }
}

/** Levels of the levers in this world: those of the whole region are multiplied by its scale. */
export async function policyEvaluator(
  timelines: Timelines,
  catalogue: Catalogue,
  scenario: Pick<Scenario, 'start' | 'scale'>,
  arithmetic: Arithmetic,
): Promise<Evaluator> {
  const { levers, metrics } = catalogue
  const full = await evaluator(timelines, levers, scenario.start, Object.keys(metrics), arithmetic)
  const scaled = Object.keys(timelines).filter((name) => levers[name].scaled)
  return (quarter, metric) => {
    const levels = { ...full(quarter, metric) }
    holdShares(levels, timelines, quarter)
    for (const name of scaled) levels[name] *= scenario.scale
    return levels
  }
}

/** Values of the parameters, under their full names. They know time but no metric: the burn-in begins without any. */
export function parameterEvaluator(
  timelines: Timelines,
  catalogue: Catalogue,
  scenario: Pick<Scenario, 'start'>,
  arithmetic: Arithmetic,
): Promise<Evaluator> {
  return evaluator(timelines, parametersByPath(catalogue), scenario.start, [], arithmetic)
}
