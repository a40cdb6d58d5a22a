/** Who paid whom: ledger.csv, summed over quarters while it is read, and what differs between an arm and the baseline. */
import { effectOf, estimate } from '../analysis/effects.ts'
import type { Interval, Told } from './told.ts'

export interface Flow {
  readonly payer: string
  readonly payee: string
  readonly purpose: string
}

export interface Flows {
  take(row: Readonly<Record<string, string>>): void
  /** By purpose, in order of appearance. */
  readonly purposes: ReadonlyMap<string, Flow>
  /** By arm, by replication, by purpose: million yuan over all quarters. Of point 0 alone. */
  readonly sums: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, number>>>
}

export function createFlows(): Flows {
  const purposes = new Map<string, Flow>()
  const sums = new Map<string, Map<string, Map<string, number>>>()
  return {
    purposes,
    sums,
    take({ arm, point, replication, payer, payee, purpose, amount }) {
      if (point !== '0') return
      if (!purposes.has(purpose)) purposes.set(purpose, { payer, payee, purpose })
      const own = entry(entry(sums, arm, () => new Map()), replication, () => new Map<string, number>())
      own.set(purpose, (own.get(purpose) ?? 0) + Number(amount))
    },
  }
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const found = map.get(key) ?? create()
  map.set(key, found)
  return found
}

/** Signs of purposes: what is summed. */
export type Weights = ReadonlyMap<string, number>

const weighted = (sums: ReadonlyMap<string, number>, weights: Weights, quarters: number): number => {
  let sum = 0
  for (const [purpose, weight] of weights) sum += weight * (sums.get(purpose) ?? 0)
  return sum / quarters
}

/** Million yuan per quarter, over the replications of an arm. `of` is how the places of the numbers name it. */
export function levelOf({ sums }: Flows, arm: string, weights: Weights, quarters: number, of: string): Interval {
  const values = [...(sums.get(arm)?.values() ?? [])].map((own) => weighted(own, weights, quarters))
  return told(estimate(values), (statistic) => `ledger.csv?arm=${arm}&${of}:${statistic}`)
}

/** The same less the baseline's, replication by replication. */
export function differenceOf({ sums }: Flows, arm: string, weights: Weights, quarters: number, of: string): Interval {
  const baseline = sums.get('baseline')
  const pairs = [...(sums.get(arm) ?? [])].flatMap(([replication, own]) => {
    const other = baseline?.get(replication)
    return other ? [[weighted(own, weights, quarters), weighted(other, weights, quarters)] as const] : []
  })
  return told(effectOf(pairs), (statistic) => `ledger.csv?arm=${arm}&${of}:effect-${statistic}`)
}

function told(found: { readonly mean: number; readonly lower: number; readonly upper: number }, place: (statistic: string) => string): Interval {
  const at = (statistic: 'mean' | 'lower' | 'upper'): Told => ({ value: found[statistic], at: place(statistic) })
  return { mean: at('mean'), lower: at('lower'), upper: at('upper') }
}
