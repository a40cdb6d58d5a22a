/**
 * Growing the firms of a region as survivors: of the ages, with the advantages, the money and the knowledge that firms
 * have after a long past under the same rules, so that the past needs not be run.
 */
import type { Region } from '../scenario/region.ts'
import { apportion } from './apportion.ts'
import { exp, log, normalCdf } from './arithmetic.ts'
import { inverseNormal } from './distributions.ts'
import { contributionMargin, outgrown, quarterlyCapacity, workingCapital } from './firm.ts'
import {
  AGE_DRAW, bearFirm, birthDraws, CASH_DRAW, COMPETENCE_DRAW, listNewcomers, SIZE_DRAW, STANDING_STILL,
} from './founding.ts'
import { FIRST_FIRM } from './identity.ts'
import { FIELDS } from './organisations.ts'
import type { Draws, Randomness } from './random.ts'
import { NORMAL_UTILISATION } from './sectors.ts'
import type { World } from './world.ts'

/** Firms to be grown, by what decides their size. */
interface Cohort {
  readonly technology: number
  readonly large: boolean
  /** Firms by sector. */
  readonly counts: Int32Array
}

export function growFirms(world: World, random: Randomness): void {
  const { region, scale, sectors } = world
  const smes = Math.round(region.facts.CF01.value * scale)
  const technologySmes = Math.round(region.facts.CF05.value * scale)
  const large = Math.round(region.population.largeFirms.value * scale)
  const largeTechnology = Math.round(large * region.population.largeTechnologyShare.value)
  const cohorts: Cohort[] = [
    { technology: 1, large: false, counts: apportion(technologySmes, sectors.technologyShare) },
    { technology: 1, large: true, counts: apportion(largeTechnology, sectors.technologyShare) },
    { technology: 0, large: true, counts: apportion(large - largeTechnology, sectors.otherShare) },
    { technology: 0, large: false, counts: apportion(smes - technologySmes, sectors.otherShare) },
  ]
  const draws = birthDraws(random)
  const ages = agesAlive(region)
  const rows: number[] = []
  let id = FIRST_FIRM
  for (const cohort of cohorts) {
    for (let sector = 0; sector < sectors.count; sector++) {
      for (let ordinal = 0; ordinal < cohort.counts[sector]; ordinal++, id++) {
        const born = -ageInQuarters(ages, draws.uniform(id, AGE_DRAW))
        const row = bearFirm(world, { id, sector, technology: cohort.technology, born, origin: -1 }, random)
        const revenue = cohort.large
          ? largeRevenue(world, sector, draws.uniform(id, SIZE_DRAW))
          : smeRevenue(world, sector, cohort.technology, draws.uniform(id, SIZE_DRAW))
        settleIn(world, row, revenue, draws)
        rows.push(row)
      }
    }
  }
  listNewcomers(world, rows)
  for (const row of rows) world.skilledStart += world.organisations.columns.skilled[row]
}

// ---------------------------------------------------------------- age

/** Years after which the few firms that are older are counted as of this age. */
const OLDEST = 40

/**
 * Part of a year's founders that is alive in each year of age, by the hazards CF14 to CF17 and that of old firms. In a
 * stock that neither grows nor shrinks, ages stand in these proportions.
 */
function agesAlive(region: Region): readonly number[] {
  const { facts, population } = region
  const alive = [1]
  for (let year = 1; year < OLDEST; year++) {
    const hazard = year === 1 ? facts.CF14 : year === 2 ? facts.CF15 : year === 3 ? facts.CF16 : year <= 7 ? facts.CF17 : population.oldHazard
    alive.push(alive[year - 1] * (1 - hazard.value))
  }
  return alive
}

function ageInQuarters(alive: readonly number[], uniform: number): number {
  let left = uniform * alive.reduce((sum, share) => sum + share, 0)
  let year = 0
  while (year < alive.length - 1 && left >= alive[year]) left -= alive[year++]
  return 1 + Math.floor((4 * (year + left / alive[year])))
}

/** How far a firm is from a founder: 0 at birth, towards 1 with a time constant of four years. */
function pastOf(world: World, row: number): number {
  return 1 - exp(world.organisations.columns.born[row] / 16)
}

// ---------------------------------------------------------------- size

/** Yearly revenue of an SME, yuan: log-normal below the size from which on a firm is large. */
function smeRevenue(world: World, sector: number, technology: number, uniform: number): number {
  const { region, sectors } = world
  const perHead = sectors.revenuePerHead[sector * 2 + technology]
  const spread = technology === 1 ? region.facts.CF10.value : region.population.otherStaffSpread.value
  const median =
    technology === 1
      ? region.facts.CF11.value * 1e6
      : perHead * region.population.otherMeanStaff.value * exp((-spread * spread) / 2)
  const revenue = median * exp(spread * inverseNormal(uniform))
  // Drawn again, so to say, from the middle of the law where the tail would make it large.
  const bound = Math.max(sectors.largeRevenue[sector], sectors.largeStaff[sector] * perHead)
  return revenue < bound * 0.95 ? revenue : median * exp(spread * inverseNormal(0.05 + 0.9 * fraction(uniform * 4096)))
}

const fraction = (x: number): number => x - Math.floor(x)

/** Yearly revenue of a large firm, yuan: a Pareto tail with exponent 1.25 (CF10's source), cut at fifty times the rule. */
function largeRevenue(world: World, sector: number, uniform: number): number {
  const { sectors } = world
  const perHead = Math.max(sectors.revenuePerHead[sector * 2], sectors.revenuePerHead[sector * 2 + 1])
  const bound = Math.max(sectors.largeRevenue[sector], sectors.largeStaff[sector] * perHead) * 1.1
  const tail = Math.max(uniform, 0.0075)
  return bound * exp(-log(tail) / 1.25)
}

// ---------------------------------------------------------------- what a survivor has

/** Everything of a firm that has found its size; at least one person's. */
function settleIn(world: World, row: number, drawnRevenue: number, draws: Draws): void {
  const { sectors } = world
  const { sector, technology, large } = world.organisations.columns
  const cell = sector[row] * 2 + technology[row]
  settleSize(world, row, Math.max(drawnRevenue, sectors.revenuePerHead[cell]))
  settleMoney(world, row, draws)
  settleKnowledge(world, row, draws)
  if (outgrown(world, row)) large[row] = 1
}

/** Assets for the revenue at normal utilisation, and staff for the assets. */
function settleSize(world: World, row: number, yearlyRevenue: number): void {
  const { sectors } = world
  const c = world.organisations.columns
  const sector = c.sector[row]
  const cell = sector * 2 + c.technology[row]
  c.assets[row] = Math.round(yearlyRevenue / (sectors.assetTurnover[sector] * NORMAL_UTILISATION))
  c.revenue[row] = Math.round(yearlyRevenue / 4)
  c.meanRevenue[row] = c.revenue[row]
  const heads = (quarterlyCapacity(world, row) * 4) / sectors.revenuePerHead[cell]
  const skilled = heads * (sectors.skilledShare[cell] + sectors.researchShare[cell])
  // A technology firm without anybody skilled would not be one.
  c.skilled[row] = Math.max(c.technology[row], Math.floor(skilled + c.rounding[row]))
  c.employees[row] = Math.max(c.skilled[row] === 0 ? 1 : 0, Math.floor(heads - skilled + c.rounding[row]))
}

/** Part of a difference in margins that shows in the profit and in what owners believe: the rest is yet to be seen. */
const SEEN = 0.7

/**
 * Those who closed had higher costs, so survivors have lower ones; owners have seen their profit; and firms hold what
 * their production ties up.
 */
function settleMoney(world: World, row: number, draws: Draws): void {
  const { population } = world.region
  const c = world.organisations.columns
  const past = pastOf(world, row)
  c.efficiency[row] += population.survivorAdvantage.value * past
  const revenue = c.revenue[row]
  const margin = population.meanMargin.value + SEEN * c.efficiency[row] * (1 - contributionMargin(world, row))
  c.belief[row] += SEEN * past * (margin - c.belief[row])
  c.profit[row] = Math.round(revenue * margin)
  c.meanProfit[row] = c.profit[row]
  const spread = exp(0.1 * draws.normal(c.id[row], CASH_DRAW))
  c.cash[row] = Math.round(workingCapital(world, row, revenue) * population.cashQuarters.value * spread)
}

/** Mean competence of technology firms above those that stand still; it is exponential, as gains come one by one. */
const MEAN_LEAD = 0.33
/** Quarters of R&D that make up its stock when R&D stays as it is. */
const STOCK_QUARTERS = 25
/** Largest log intensity of R&D above the usual: no firm lives on R&D alone. */
const MOST_RESEARCH = 1.5

/** Firms that did more R&D than it paid are gone, those that are left have learned, and R&D follows what they see in it. */
function settleKnowledge(world: World, row: number, draws: Draws): void {
  const { region, sectors } = world
  const { population } = region
  const c = world.organisations.columns
  c.competence[row] = STANDING_STILL
  if (c.technology[row] === 0) return
  const past = pastOf(world, row)
  c.competence[row] += MEAN_LEAD * draws.exponential(c.id[row], COMPETENCE_DRAW)
  const seen = c.opportunity[row] - sectors.opportunity[c.sector[row]]
  c.opportunity[row] -= population.soberedOpportunity.value * past
  c.rdPlan[row] = Math.round(c.revenue[row] * region.facts.CF20.value * researchOf(seen, population.opportunitySpread.value))
  c.rdStock[row] = STOCK_QUARTERS * c.rdPlan[row]
  for (let cell = row * FIELDS; cell < (row + 1) * FIELDS; cell++) {
    c.knowledge[cell] = Math.min(1, c.knowledge[cell] * (1 + population.survivorLearning.value * past))
  }
}

/** Elasticity of what R&D returns to R&D, as owners reckon (evidence F); their R&D follows opportunity with 1 / (1 - this). */
const RETURNS = 0.35

/** R&D relative to the usual for a firm that sees `seen` more in it, where founders' views spread by `spread` (log units). */
function researchOf(seen: number, spread: number): number {
  const elasticity = 1 / (1 - RETURNS)
  return exp(Math.min(MOST_RESEARCH, elasticity * seen)) / meanOfCapped(elasticity * spread)
}

/** Mean of exp(min(MOST_RESEARCH, z)) for a normal z of mean 0. */
function meanOfCapped(spread: number): number {
  const variance = spread * spread
  return exp(variance / 2) * normalCdf((MOST_RESEARCH - variance) / spread) + exp(MOST_RESEARCH) * normalCdf(-MOST_RESEARCH / spread)
}
