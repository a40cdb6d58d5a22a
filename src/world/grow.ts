/** Growing the population of a region at a scale, from its facts. */
import type { Region } from '../scenario/region.ts'
import { addAlliance, addSeat } from './alliances.ts'
import { marketOf } from './firm.ts'
import { growFirms } from './growFirms.ts'
import { endowInstitution, mainField, OWN_FIELD } from './knowledge.ts'
import { attachAllianceCash, balancesOf, createLedger, SME_FUND } from './ledger.ts'
import { laidOutForFractions } from './layout.ts'
import { createOrganisations, FIELDS, INSTITUTE, NEVER, UNIVERSITY } from './organisations.ts'
import { createPlatforms } from './platforms.ts'
import type { Randomness } from './random.ts'
import { readSectors } from './sectors.ts'
import { createSlots } from './slots.ts'
import { createTies, indexTies } from './ties.ts'
import {
  copyWorld, createAgencies, createAlliances, createBanks, createMemberships, createMovers, emptyEvents, emptyLending, programmes, type VisitOrder,
  type World,
} from './world.ts'

export interface GrowthOptions {
  readonly scale: number
  /** Calendar quarter of step 0. */
  readonly quarter: number
  readonly visitOrder?: VisitOrder
}

/** The region at the end of its past: everybody in place, nobody in debt, no ties yet; the burn-in makes those. */
export function growWorld(region: Region, random: Randomness, options: GrowthOptions): World {
  layOut(region)
  const world = emptyWorld(region, options)
  growInstitutions(world, random)
  growFirms(world, random)
  indexTies(world.ties, world.organisations.capacity)
  openMarkets(world)
  growAlliances(world, random)
  growFinance(world)
  return world
}

let laidOut = false

/**
 * What the first objects of a literal hold decides how V8 lays them out; where later ones come out otherwise, it throws away what
 * it has compiled, as late as in the second replication. So each literal of a world is used twice before the first one is grown.
 */
function layOut(region: Region): void {
  if (laidOut) return
  laidOut = true
  for (let time = 0; time < 2; time++) copyWorld(emptyWorld(region, { scale: 0, quarter: 0 }))
}

function emptyWorld(region: Region, options: GrowthOptions): World {
  const { scale } = options
  const fact = (id: string): number => region.facts[id].value
  const quantity = (name: string): number => region.population[name].value
  const institutions = institutionsOf(region, scale)
  const firms = Math.round((fact('CF01') + quantity('largeFirms')) * scale)
  const organisations = createOrganisations(institutions.universities + institutions.institutes + Math.ceil(firms * 1.05))
  const sectors = readSectors(region)
  const clusters = quantity('clusters')
  const technologyFirms = fact('CF05') * scale + 1
  const world: World = {
    region,
    sectors,
    scale,
    step: 0,
    quarter: options.quarter,
    organisations,
    institutions: institutions.universities + institutions.institutes,
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
    demand: new Float64Array(sectors.count * 2),
    outsideAttraction: new Float64Array(sectors.count * 2),
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
    journal: undefined,
  }
  return laidOutForFractions(world, [
    'standardTax', 'skilledWage', 'skilledStart', 'grantSuccess', 'grantCutoff', 'vouchersIssued', 'vouchersUsed', 'eligibleNetWorth',
  ])
}

/** Universities and public institutes at a scale, which has its share of both and at least one of each. */
function institutionsOf({ facts }: Region, scale: number): { universities: number; institutes: number } {
  const of = (id: string): number => Math.max(1, Math.round(facts[id].value * scale))
  return { universities: of('CF59'), institutes: of('CF60') }
}

function growInstitutions(world: World, random: Randomness): void {
  const { organisations, region, institutions } = world
  const { id, kind, alive, sector, cluster } = organisations.columns
  const { universities } = institutionsOf(region, world.scale)
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

/** Orders that firms of the usual size and luck can serve; the rest finds them without capacity or without cash. */
const SERVED = 0.94

/**
 * Customers of each market spend what lets the firms as grown sell what they are sized for: the orders that will not be
 * served and the share that goes outside come on top.
 */
function openMarkets(world: World): void {
  const { demand } = world
  const { meanRevenue } = world.organisations.columns
  const outside = world.region.population.outsideShare.value
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.firms[i]
    demand[marketOf(world, firm)] += meanRevenue[firm] / (SERVED * (1 - outside))
  }
  for (let market = 0; market < demand.length; market++) demand[market] = Math.round(demand[market])
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
