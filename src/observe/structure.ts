/** How the firms of a region differ, and how many of an age end: what facts about its structure are read from. */
import { exp, log } from '../world/arithmetic.ts'
import type { World } from '../world/world.ts'

/** Staff from which on an SME is small, and medium: the rule for services, in which most firms are (MIIT 2011, No. 300). */
export const SMALL_STAFF = 10
export const MEDIUM_STAFF = 100
/** Quarters of a life that are told apart. */
export const AGES = 28
const FIVE_YEARS = 20
const YEAR = 4

/** One pass over firms in order of identity. Money in yuan, of the quarter. */
export function tallyStructure(world: World) {
  const { firms, firmCount, organisations, step } = world
  const { employees, skilled, large, technology, born, revenue, rdSpending, loan, loanInnovative, loanAgency, loanCoverage } =
    organisations.columns
  const technologyRevenues: number[] = []
  let smes = 0, micro = 0, small = 0, young = 0
  let staff = 0, smeStaff = 0
  let technologyResearch = 0
  let smallDebt = 0, smallGuaranteed = 0, guaranteedLoans = 0, guaranteedDebt = 0
  for (let i = 0; i < firmCount; i++) {
    const firm = firms[i]
    const heads = employees[firm] + skilled[firm]
    staff += heads
    if (step - born[firm] < FIVE_YEARS) young++
    if (technology[firm] === 1) {
      technologyRevenues.push(revenue[firm])
      technologyResearch += rdSpending[firm]
    }
    if (loanAgency[firm] > 0) {
      guaranteedLoans++
      guaranteedDebt += loan[firm]
    }
    if (large[firm] === 1) continue
    smes++
    smeStaff += heads
    if (heads < SMALL_STAFF) micro++
    else if (heads < MEDIUM_STAFF) small++
    if (heads >= MEDIUM_STAFF || loanInnovative[firm] === 1) continue
    smallDebt += loan[firm]
    if (loanAgency[firm] > 0) smallGuaranteed += loan[firm] * loanCoverage[firm]
  }
  return {
    firms: firmCount, smes, micro, small, medium: smes - micro - small, young, staff, smeStaff, technologyRevenues, technologyResearch,
    smallDebt, smallGuaranteed, guaranteedLoans, guaranteedDebt,
  }
}

/** Standard deviation of the logs of positive numbers; NaN of fewer than two. */
export function logSpread(values: readonly number[]): number {
  const logs = values.filter((value) => value > 0).map(log)
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length
  return logs.length < 2 ? NaN : Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (logs.length - 1))
}

/** NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** A life table: by completed quarters of life (the last entry: more), firms that began a quarter and those that ended in it. */
export interface LifeTable {
  /** Living firms at the first look. */
  readonly stock: number
  readonly begun: Float64Array
  readonly ended: Float64Array
  entries: number
}

export interface LifeTableWatch {
  readonly table: LifeTable
  /** To be called after every quarter. */
  look(world: World): void
}

/** Follows who lives from `world` on, which has not begun its next quarter. Firms of all sizes; looking changes nothing. */
export function watchLives(world: World): LifeTableWatch {
  const table: LifeTable = { stock: world.firmCount, begun: new Float64Array(AGES + 1), ended: new Float64Array(AGES + 1), entries: 0 }
  let before = livesOf(world)
  return {
    table,
    look(now) {
      const lives = livesOf(now)
      let next = 0
      for (let i = 0; i < before.ids.length; i++) {
        const age = Math.min(AGES, now.step - 1 - before.born[i])
        table.begun[age]++
        if (lives.ids[next] === before.ids[i]) next++
        else table.ended[age]++
      }
      // Identities ascend, so all that is left is new.
      table.entries += lives.ids.length - next
      before = lives
    },
  }
}

function livesOf({ firms, firmCount, organisations }: World): { ids: Uint32Array; born: Int32Array } {
  const { id, born } = organisations.columns
  const rows = firms.subarray(0, firmCount)
  return { ids: Uint32Array.from(rows, (row) => id[row]), born: Int32Array.from(rows, (row) => born[row]) }
}

/** Share of firms that end in a year of their life, mean over years `first` to `last` (the first year of a life is 1). */
export function exitHazard({ begun, ended }: LifeTable, first: number, last = first): number {
  let logSurvival = 0
  for (let age = (first - 1) * YEAR; age < last * YEAR; age++) {
    if (begun[age] === 0) return NaN
    if (ended[age] === begun[age]) return 1
    logSurvival += log(1 - ended[age] / begun[age])
  }
  return 1 - exp(logSurvival / (last - first + 1))
}
