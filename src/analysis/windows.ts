/** What a run comes to in each window: the means of its metrics, and the outcomes computed on them. */
import { metricKeys } from '../observe/metrics.ts'
import type { RunRecord } from '../records/run.ts'
import { compileExpression, type Expression, ExpressionError } from '../scenario/expression.ts'
import { formatQuarter } from '../scenario/quarter.ts'
import type { Scenario } from '../scenario/scenario.ts'
import * as arithmetic from '../world/arithmetic.ts'
import { meanOver, type Window } from './mean.ts'

export function windowsOf({ start, quarters }: Pick<Scenario, 'start' | 'quarters'>): Window[] {
  const each = Array.from({ length: quarters }, (_, t) => ({ name: formatQuarter(start + t), from: t, to: t + 1 }))
  return [
    { name: 'horizon', from: 0, to: quarters },
    { name: 'last4', from: Math.max(0, quarters - 4), to: quarters },
    ...each,
  ]
}

/** What is measured of a scenario: metrics, then outcomes, in each window. */
export interface Measures {
  readonly names: readonly string[]
  readonly windows: readonly Window[]
  readonly outcomes: readonly Expression[]
}

export async function measuresOf(scenario: Scenario): Promise<Measures> {
  const names: string[] = [...metricKeys]
  const outcomes: Expression[] = []
  for (const [name, text] of Object.entries(scenario.outcomes)) {
    outcomes.push(await compileExpression(text, names, arithmetic))
    names.push(name)
  }
  return { names, windows: windowsOf(scenario), outcomes }
}

/** Of one run: by measure, then by window; NaN where a measure has no value. */
export function measure(run: Pick<RunRecord, 'metrics'>, { names, windows, outcomes }: Measures): Float64Array {
  const values = new Float64Array(names.length * windows.length)
  windows.forEach((window, column) => {
    const at = (name: string): number => values[names.indexOf(name) * windows.length + column]
    for (let metric = 0; metric < metricKeys.length; metric++) {
      values[metric * windows.length + column] = meanOver(run.metrics, metric, window)
    }
    outcomes.forEach((outcome, index) => {
      values[(metricKeys.length + index) * windows.length + column] = valueOf(outcome, at)
    })
  })
  return values
}

/** A window in which an outcome cannot be computed (nothing to divide by, a metric without a value) has none. */
function valueOf(outcome: Expression, at: (name: string) => number): number {
  try {
    return outcome.evaluate(at)
  } catch (error) {
    if (error instanceof ExpressionError) return NaN
    throw error
  }
}
