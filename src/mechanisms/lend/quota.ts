/** The loan quota of small and micro firms: shrinking, it rations them; growing, it makes banks accept more as collateral. */
import { exp, log } from '../../world/arithmetic.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'
import type { Loan } from './loans.ts'

export const quotaParameters = {
  smallRevenue: {
    unit: 'million yuan per year', default: 20, minimum: 1, maximum: 100,
    mark: 'recalled', source: 'MIIT (2011) No. 300: medium in industry from 20 million yuan on', meaning: 'revenue below which a firm is small or micro',
  },
  quotaHeadroom: {
    unit: 'multiple of usual lending', default: 1.1, minimum: 1, maximum: 2,
    mark: 'assumed', source: 'S61: growth is held down by stages, not at once', meaning: 'quota of small and micro firms before it is touched',
  },
  quotaMemory: {
    unit: 'share per quarter', default: 0.15, minimum: 0.02, maximum: 1,
    mark: 'assumed', source: 'between one and two years', meaning: 'weight of the latest quarter in what lending is usual',
  },
  quotaEffort: {
    unit: 'relief per missed share', default: 0.5, minimum: 0, maximum: 5,
    mark: 'assumed', source: 'banks move by steps when they miss a target', meaning: 'how banks ease collateral for small firms each quarter in which they miss a larger quota',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof quotaParameters>

export function smallOrMicro(world: World, firm: number, parameters: Parameters): boolean {
  return world.organisations.columns.meanRevenue[firm] * 4 < parameters.smallRevenue * 1e6
}

/** Moves the quota on by a quarter of growth `growth` a year; yuan that banks may lend to small and micro firms in this quarter. */
export function openQuota(world: World, growth: number, parameters: Parameters): number {
  const { lending } = world
  if (growth !== 0) lending.quota *= exp(log(1 + growth) / 4)
  if (lending.quota >= 1) return Infinity
  const others = lending.usualOther > 0 ? lending.other / lending.usualOther : 1
  return parameters.quotaHeadroom * lending.quota * others * lending.usualSmall
}

/** Loans that are within the quota, and those that are not. Small and micro firms are served by rank: the least risky first. */
export function ration<L extends Loan>(
  world: World, loans: readonly L[], quota: number, parameters: Parameters,
): { granted: readonly L[]; cut: readonly L[]; left: number } {
  if (quota === Infinity) return { granted: loans, cut: [], left: Infinity }
  const { id } = world.organisations.columns
  const granted: L[] = []
  const small: L[] = []
  for (const loan of loans) (smallOrMicro(world, loan.firm, parameters) ? small : granted).push(loan)
  small.sort((a, b) => a.risk - b.risk || id[a.firm] - id[b.firm])
  let left = quota
  // By rank: whoever stands behind the first that does not fit waits with it.
  let served = 0
  while (served < small.length && small[served].amount <= left) left -= small[served++].amount
  granted.push(...small.slice(0, served))
  return { granted, cut: small.slice(served), left }
}

/** Remembers what lending is usual, and eases collateral as long as a larger quota is missed. */
export function closeQuota(world: World, small: number, other: number, parameters: Parameters): void {
  const { lending } = world
  const weight = lending.other === 0 ? 1 : parameters.quotaMemory
  lending.other += weight * (other - lending.other)
  if (lending.quota === 1) {
    lending.usualSmall += weight * (small - lending.usualSmall)
    lending.usualOther = lending.other
  } else if (lending.quota > 1 && lending.usualSmall > 0 && lending.usualOther > 0) {
    const reached = small / lending.usualSmall / (lending.other / lending.usualOther)
    const relief = lending.relief + parameters.quotaEffort * (lending.quota - reached)
    lending.relief = Math.min(5, Math.max(1, relief))
  }
}
