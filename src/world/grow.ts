/** Growing the population of a region at a scale, from its facts. */
import type { Region } from '../scenario/region.ts'
import { addAlliance, addSeat } from './alliances.ts'
import { exp, log } from './arithmetic.ts'
import { inverseNormal } from './distributions.ts'
import { AGE_DRAW, bearFirm, birthDraws, CASH_DRAW, COMPETENCE_DRAW, listNewcomers, SIZE_DRAW } from './founding.ts'
import { contributionMargin, outgrown, quarterlyCapacity, quarterlyWages } from './firm.ts'
import { FIRST_FIRM } from './identity.ts'
import { endowInstitution, mainField, OWN_FIELD } from './knowledge.ts'
import { attachAllianceCash, balancesOf, createLedger, SME_FUND } from './ledger.ts'
import { createOrganisations, FIELDS, INSTITUTE, NEVER, UNIVERSITY } from './organisations.ts'
import { createPlatforms } from './platforms.ts'
import type { Draws, Randomness } from './random.ts'
import { NORMAL_UTILISATION, readSectors } from './sectors.ts'
import { createSlots } from './slots.ts'
import { createTies, indexTies } from './ties.ts'
import {
  createAgencies, createAlliances, createBanks, createMemberships, createMovers, emptyEvents, emptyLending, programmes, type VisitOrder,
  type World,
} from './world.ts'

export interface GrowthOptions {
  readonly scale: number
  /** Calendar quarter of step 0. */
  readonly quarter: number
  readonly visitOrder?: VisitOrder
}

/** Firms to be grown, by what decides their size. */
interface Cohort {
  readonly technology: number
  readonly large: boolean
  /** Firms by sector. */
  readonly counts: Int32Array
}

/** The region at the end of its past: everybody in place, nobody in debt, no ties yet; the burn-in makes those. */
export function growWorld(region: Region, random: Randomness, options: GrowthOptions): World {
  const world = emptyWorld(region, options)
  growInstitutions(world, random)
  growFirms(world, random)
  indexTies(world.ties, world.organisations.capacity)
  openMarkets(world)
  growAlliances(world, random)
  growFinance(world)
  return world
}

function emptyWorld(region: Region, options: GrowthOptions): World {
  const { scale } = options
  const fact = (id: string): number => region.facts[id].value
  const quantity = (name: string): number => region.population[name].value
  const institutions = Math.round(fact('CF59') + fact('CF60'))
  const firms = Math.round((fact('CF01') + quantity('largeFirms')) * scale)
  const organisations = createOrganisations(institutions + Math.ceil(firms * 1.05))
  const sectors = readSectors(region)
  const clusters = quantity('clusters')
  const technologyFirms = fact('CF05') * scale + 1
  return {
    region,
    sectors,
    scale,
    step: 0,
    quarter: options.quarter,
    organisations,
    institutions,
    firms: new Int32Array(organisations.capacity),
    firmCount: 0,
    visits: new Int32Array(0),
    visitOrder: options.visitOrder ?? 'rows',
    cohortSize: 0,
    startStep: NEVER,
    freeRows: [],
    ties: createTies(1024),
    alliances: createAlliances(Math.max(1, Math.round(fact('CF24') * scale))),
    memberships: createMemberships(64),
    banks: createBanks(quantity('banks')),
    agencies: createAgencies(quantity('agencies')),
    movers: createMovers(256),
    platforms: createPlatforms(),
    ledger: createLedger(organisations.columns.cash, {
      banks: quantity('banks'), agencies: quantity('agencies'), 'government:sme-fund': Object.keys(SME_FUND).length,
    }),
    technologySlots: createSlots(technologyFirms),
    clusterSlots: Array.from({ length: clusters }, () => createSlots(technologyFirms / clusters + 4)),
    slotOf: new Int32Array(organisations.capacity).fill(-1),
    clusterSlotOf: new Int32Array(organisations.capacity).fill(-1),
    standardTax: fact('CF50'),
    skilledWage: fact('CF23'),
    demand: new Float64Array(sectors.count),
    outsideAttraction: new Float64Array(sectors.count),
    skilledStart: 0,
    remainders: new Float64Array(programmes.length),
    grantSuccess: fact('CF32'),
    grantCutoff: 0.5,
    grantCutoffs: new Float64Array(sectors.count).fill(0.5),
    expectedCutoffs: new Float64Array(sectors.count + 1).fill(0.5),
    vouchersIssued: 0,
    vouchersUsed: 0,
    guaranteeYear: new Float64Array(8),
    eligibleNetWorth: 0,
    lending: emptyLending(),
    events: emptyEvents(),
  }
}

function growInstitutions(world: World, random: Randomness): void {
  const { organisations, region, institutions } = world
  const { id, kind, alive, sector, cluster } = organisations.columns
  const universities = Math.round(region.facts.CF59.value)
  const endowing = random.site('endow', 0)
  organisations.count = institutions
  for (let row = 0; row < institutions; row++) {
    id[row] = row
    kind[row] = row < universities ? UNIVERSITY : INSTITUTE
    alive[row] = 1
    sector[row] = 0
    cluster[row] = row % region.population.clusters.value
    endowInstitution(organisations, row, endowing)
  }
}

/** Splits a total over shares by the largest remainders, so that the parts add up. */
export function apportion(total: number, shares: ArrayLike<number>): Int32Array {
  let sum = 0
  for (let i = 0; i < shares.length; i++) sum += shares[i]
  const parts = new Int32Array(shares.length)
  const order: { part: number; rest: number }[] = []
  let given = 0
  for (let i = 0; i < shares.length; i++) {
    const exact = (total * shares[i]) / sum
    parts[i] = Math.floor(exact)
    given += parts[i]
    order.push({ part: i, rest: exact - parts[i] })
  }
  order.sort((a, b) => b.rest - a.rest || a.part - b.part)
  for (let i = 0; i < total - given; i++) parts[order[i].part]++
  return parts
}

function growFirms(world: World, random: Randomness): void {
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
  const rows: number[] = []
  let id = FIRST_FIRM
  for (const cohort of cohorts) {
    for (let sector = 0; sector < sectors.count; sector++) {
      for (let ordinal = 0; ordinal < cohort.counts[sector]; ordinal++, id++) {
        const born = -ageInQuarters(region, draws.uniform(id, AGE_DRAW))
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

/** Age structure of CF18: nearly half younger than five years, a third five to ten, the rest up to 25. */
function ageInQuarters(region: Region, uniform: number): number {
  const young = region.facts.CF18.value
  const middle = 0.329
  if (uniform < young) return 1 + Math.floor((uniform / young) * 19)
  if (uniform < young + middle) return 20 + Math.floor(((uniform - young) / middle) * 20)
  return 40 + Math.floor(((uniform - young - middle) / (1 - young - middle)) * 60)
}

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

/** Staff, assets and cash of a firm that has found its size. */
function settleIn(world: World, row: number, yearlyRevenue: number, draws: Draws): void {
  const { region, sectors } = world
  const c = world.organisations.columns
  const sector = c.sector[row]
  const technology = c.technology[row]
  const owner = c.id[row]
  c.assets[row] = Math.round(yearlyRevenue / (sectors.assetTurnover[sector] * NORMAL_UTILISATION))
  const heads = (quarterlyCapacity(world, row) * 4) / sectors.revenuePerHead[sector * 2 + technology]
  const cell = sector * 2 + technology
  const skilled = heads * (sectors.skilledShare[cell] + sectors.researchShare[cell])
  c.skilled[row] = Math.floor(skilled + c.rounding[row])
  c.employees[row] = Math.max(c.skilled[row] === 0 ? 1 : 0, Math.floor(heads - skilled + c.rounding[row]))
  const revenue = Math.round(yearlyRevenue / 4)
  c.revenue[row] = revenue
  c.meanRevenue[row] = revenue
  c.meanProfit[row] = Math.round(revenue * region.population.meanMargin.value)
  c.profit[row] = c.meanProfit[row]
  const costs = quarterlyWages(world, row) + revenue * (1 - contributionMargin(world, row))
  c.cash[row] = Math.round(costs * region.population.cashQuarters.value * exp(0.6 * draws.normal(owner, CASH_DRAW)))
  c.competence[row] = technology === 1 ? -0.1 + 0.3 * draws.normal(owner, COMPETENCE_DRAW) : -0.5
  if (technology === 1) {
    c.rdPlan[row] = Math.round(revenue * region.facts.CF20.value)
    c.rdStock[row] = Math.round(c.rdPlan[row] * 25)
  }
  if (outgrown(world, row)) c.large[row] = 1
}

/** Customers spend what the firms as grown sell, and the share that goes outside beside it. */
function openMarkets(world: World): void {
  const { sector, meanRevenue } = world.organisations.columns
  const outside = world.region.population.outsideShare.value
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.firms[i]
    world.demand[sector[firm]] += meanRevenue[firm] / (1 - outside)
  }
  for (let sectorIndex = 0; sectorIndex < world.sectors.count; sectorIndex++) {
    world.demand[sectorIndex] = Math.round(world.demand[sectorIndex])
  }
}

/**
 * Alliances with their seats: SMEs of the technology stratum, large firms, universities and institutes, of one field as far
 * as there are enough of them.
 */
function growAlliances(world: World, random: Randomness): void {
  const { alliances, region, organisations, institutions } = world
  const { id, large, technology, knowledge, sector } = organisations.columns
  attachAllianceCash(world.ledger, alliances.columns.cash)
  const draws = random.site('alliances', 0)
  const size = Math.round(region.facts.CF25.value)
  const smeSeats = Math.round(size * region.facts.CF26.value)
  const largeRows: number[] = []
  for (let i = 0; i < world.firmCount; i++) {
    const row = world.firms[i]
    if (large[row] === 1 && technology[row] === 1) largeRows.push(row)
  }
  const slots = world.technologySlots.rows
  for (let alliance = 0; alliance < alliances.capacity; alliance++) {
    const members = new Set<number>()
    let index = 0
    let field = -1
    const join = (wanted: number, pick: () => number): void => {
      for (let tries = 0; members.size < wanted && tries < 2000; tries++) {
        const row = pick()
        if (row < 0 || (tries < 1000 && field >= 0 && !isOfField(row))) continue
        if (field < 0) field = mainField(knowledge, row)
        members.add(row)
      }
    }
    const isOfField = (row: number): boolean =>
      row < institutions ? knowledge[row * FIELDS + field] >= OWN_FIELD : mainField(knowledge, row) === field
    const institution = (): number => Math.floor(draws.uniform(alliance, index++) * institutions)
    const largeFirm = (): number =>
      largeRows.length === 0 ? -1 : largeRows[Math.floor(draws.uniform(alliance, index++) * largeRows.length)]
    const smes = (): number => {
      const row = slots[draws.slot(alliance, index++, slots.length)]
      return row >= 0 && large[row] === 0 ? row : -1
    }
    // A large firm leads where there is one; what large firms leave empty, universities and institutes fill.
    const institutionSeats = Math.round((size - smeSeats) * region.population.universityRdShare.value)
    join(Math.min(largeRows.length, size - smeSeats - institutionSeats), largeFirm)
    const first = members.values().next().value
    join(size - smeSeats, institution)
    join(size, smes)
    const rows = [...members].sort((a, b) => id[a] - id[b])
    const lead = first ?? rows[0]
    addAlliance(world, alliance + 1, lead, -8, sector[lead], field)
    alliances.columns.cash[alliance] = Math.round(region.population.allianceFunds.value * 1e6)
    for (const member of rows) addSeat(world, alliance, member, -8)
  }
}

/** Paid-in capital of agencies and re-guarantor; banks start without loans and need none of their own. */
function growFinance(world: World): void {
  const { agencies, ledger, region, scale } = world
  const capitals = balancesOf(ledger, 'agencies')
  const each = Math.round((region.population.agencyCapital.value * 1e6 * scale) / agencies.count)
  for (let agency = 0; agency < agencies.count; agency++) {
    capitals[agency] = each
    agencies.columns.paidIn[agency] = each
  }
  balancesOf(ledger, 'reguarantor')[0] = Math.round(region.population.reguarantorCapital.value * 1e6 * scale)
}
