/** How well effects must be known, as it is written. */
import { type LocatedMap, locatedAt, plain } from './located.ts'
import { nearest } from './nearest.ts'
import { listed, type Report } from './problem.ts'
import type { Precision } from './scenario.ts'
import { DEFAULTS } from './schema.ts'

interface Known {
  readonly metrics: readonly string[]
  /** But for the baseline. */
  readonly arms: readonly string[]
}

/** The precision of a draft and its most replications; what is wrong with it is told. */
export function precisionOf(located: LocatedMap, { metrics, arms }: Known, report: Report): { precision: Precision; most: number } | undefined {
  const at = (key: string): unknown => {
    const value = locatedAt(located, [key])
    return value && plain(value)
  }
  const [metric, halfWidth, wanted] = [at('metric'), at('halfWidth'), at('arms') as readonly string[] | undefined]
  if (metric === undefined || halfWidth === undefined) return undefined
  if (!metrics.includes(String(metric))) {
    report.add(locatedAt(located, ['metric'])!.spot, `there is no metric or outcome "${String(metric)}"`, {
      allowed: listed(metrics), nearest: () => nearest(String(metric), metrics),
    })
  }
  const list = locatedAt(located, ['arms'])
  for (const [index, name] of (wanted ?? []).entries()) {
    if (arms.includes(name)) continue
    const spot = (list?.kind === 'list' && list.items[index]?.spot) || located.spot
    report.add(spot, `there is no arm "${name}" with an effect`, { allowed: listed(arms), nearest: () => nearest(name, arms) })
  }
  if (arms.length === 0) report.add(located.spot, 'a precision where there is no effect', { allowed: 'arms, or a design with levers' })
  const share = typeof halfWidth === 'number' ? halfWidth : Number(String(halfWidth).replace('%', '')) / 100
  return { precision: { metric: String(metric), ...(wanted ? { arms: wanted } : {}), halfWidth: share }, most: Number(at('max') ?? DEFAULTS.mostReplications) }
}
