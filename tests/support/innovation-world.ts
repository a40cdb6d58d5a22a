/** A small technology stratum made by hand: firms, institutions, clusters and alliances, and steady money. */
import { levers, type LeverName } from '../../src/mechanisms/levers.ts'
import type { Mechanism, PolicyInForce } from '../../src/mechanisms/mechanism.ts'
import type { Region } from '../../src/scenario/region.ts'
import { exp } from '../../src/world/arithmetic.ts'
import { FIRST_FIRM } from '../../src/world/identity.ts'
import { endowFirm, endowInstitution, ENDOWMENT_SITE } from '../../src/world/knowledge.ts'
import { createLedger } from '../../src/world/ledger.ts'
import { createOrganisations, FIELDS, FIRM, INSTITUTE, NEVER, UNIVERSITY } from '../../src/world/organisations.ts'
import { createPlatforms } from '../../src/world/platforms.ts'
import { createRandomness } from '../../src/world/random.ts'
import type { Sectors } from '../../src/world/sectors.ts'
import { createSlots, occupy } from '../../src/world/slots.ts'
import { createTies, indexTies } from '../../src/world/ties.ts'
import {
  arrangeVisits,
  createAgencies,
  createAlliances,
  createBanks,
  createMemberships,
  createMovers,
  emptyEvents,
  emptyLending,
  type VisitOrder,
  type World,
} from '../../src/world/world.ts'

export const SKILLED_WAGE = 106_604
const CLUSTERS = 4
const SECTORS = 4
const ALLIANCE_SIZE = 60

export interface Plan {
  readonly firms: number
  readonly institutions?: number
  readonly scale?: number
  readonly visitOrder?: VisitOrder
  readonly seed?: string
  /** Share of the firms that do R&D. */
  readonly performers?: number
}

/** Technology firms only. Staff is log-normal; R&D is 4 % of revenue for those that do any. */
export function innovationWorld(plan: Plan): World {
  const { firms, institutions = 12, scale = 1, visitOrder = 'identity', seed = 'innovation', performers = 0.5 } = plan
  const random = createRandomness(seed, 1)
  const rows = institutions + firms
  const organisations = createOrganisations(rows)
  organisations.count = rows
  const { columns } = organisations
  const attributes = random.site('test.attributes', 0)
  const endowment = random.site(ENDOWMENT_SITE, 0)
  const fieldWeights = new Float64Array(SECTORS * FIELDS).fill(1 / FIELDS)
  const technologySlots = createSlots(firms)
  const clusterSlots = Array.from({ length: CLUSTERS }, () => createSlots(firms / CLUSTERS))
  for (let row = 0; row < rows; row++) {
    const id = row < institutions ? row : FIRST_FIRM + row - institutions
    columns.id[row] = id
    columns.alive[row] = 1
    columns.cluster[row] = Math.floor(attributes.uniform(id, 0) * CLUSTERS)
    columns.lastInnovation[row] = NEVER
    columns.certificateEnds[row] = NEVER
    if (row < institutions) {
      columns.kind[row] = row % 5 === 0 ? UNIVERSITY : INSTITUTE
      endowInstitution(organisations, row, endowment)
      continue
    }
    columns.kind[row] = FIRM
    columns.technology[row] = 1
    columns.sector[row] = Math.floor(attributes.uniform(id, 1) * SECTORS)
    const staff = Math.floor(30 * exp(1.2 * attributes.normal(id, 2))) + 3
    columns.skilled[row] = Math.max(1, Math.round(staff / 4))
    columns.employees[row] = staff - columns.skilled[row]
    columns.large[row] = staff > 300 ? 1 : 0
    columns.meanRevenue[row] = (900_000 * staff) / 4
    columns.cash[row] = columns.meanRevenue[row]
    columns.awareness[row] = 0.4
    columns.opportunity[row] = 0.6 * attributes.normal(id, 3)
    if (attributes.uniform(id, 4) < performers) {
      columns.rdPlan[row] = Math.round(0.08 * columns.meanRevenue[row] * attributes.uniform(id, 5))
    }
    endowFirm(organisations, row, endowment, fieldWeights)
    occupy(technologySlots, id, row)
    occupy(clusterSlots[columns.cluster[row]], id, row)
  }
  const alliances = createAlliances(Math.max(1, Math.round(firms / 133)))
  alliances.count = alliances.capacity
  for (let alliance = 0; alliance < alliances.count; alliance++) alliances.columns.id[alliance] = alliance + 1
  const memberships = createMemberships(alliances.count * ALLIANCE_SIZE)
  for (let alliance = 0; alliance < alliances.count; alliance++) {
    const members = new Set<number>()
    for (let seat = 0; members.size < Math.min(firms, ALLIANCE_SIZE / 2); seat++) {
      members.add(institutions + Math.floor(attributes.uniform(alliance, 100 + seat) * firms))
    }
    for (const member of [...members].sort((a, b) => a - b)) {
      memberships.columns.alliance[memberships.count] = alliance
      memberships.columns.member[memberships.count++] = member
    }
  }
  const ties = createTies(4)
  indexTies(ties, rows)
  const world: World = {
    region: {} as Region,
    sectors: { wage: new Float64Array(SECTORS).fill(60_000) } as unknown as Sectors,
    scale,
    step: 0,
    quarter: 0,
    organisations,
    institutions,
    firms: Int32Array.from({ length: firms }, (_, index) => institutions + index),
    firmCount: firms,
    visits: new Int32Array(0),
    visitOrder,
    cohortSize: 0,
    startStep: NEVER,
    freeRows: [],
    ties,
    alliances,
    memberships,
    banks: createBanks(1),
    agencies: createAgencies(1),
    platforms: createPlatforms(),
    movers: createMovers(1),
    ledger: createLedger(columns.cash, {}),
    technologySlots,
    clusterSlots,
    slotOf: new Int32Array(rows),
    clusterSlotOf: new Int32Array(rows),
    standardTax: 0.25,
    skilledWage: SKILLED_WAGE,
    demand: new Float64Array(1),
    outsideAttraction: new Float64Array(1),
    skilledStart: 0,
    remainders: new Float64Array(1),
    grantSuccess: 0,
    grantCutoff: 0,
    grantCutoffs: new Float64Array(SECTORS),
    expectedCutoffs: new Float64Array(SECTORS + 1),
    vouchersIssued: 0,
    vouchersUsed: 0,
    guaranteeYear: new Float64Array(8),
    eligibleNetWorth: 0,
    lending: emptyLending(),
    events: emptyEvents(),
  }
  arrangeVisits(world)
  return world
}

/** Every lever at its default, but for those given. */
export function policyWith(changes: Partial<Record<LeverName, number>> = {}): PolicyInForce {
  const general = Object.fromEntries(Object.entries(levers).map(([name, lever]) => [name, lever.default]))
  return { general: { ...general, ...changes } as PolicyInForce['general'], treated: undefined }
}

export function defaultsOf(mechanism: Mechanism, changes: Readonly<Record<string, number>> = {}): Record<string, number> {
  const read = { ...mechanism.reads?.parameters, ...mechanism.parameters }
  const defaults = Object.entries(read).map(([name, parameter]) => [name, parameter.default])
  return { ...Object.fromEntries(defaults), ...changes }
}

export interface Quarters {
  readonly count: number
  readonly mechanisms: readonly Mechanism[]
  readonly policy?: PolicyInForce
  /** Parameters by mechanism, where they differ from the defaults. */
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly seed?: string
  /** Called after each quarter. */
  readonly look?: (world: World) => void
}

/** Runs the mechanisms for some quarters. What firms spend, their other business brings back. */
export function runQuarters(world: World, quarters: Quarters): World {
  const random = createRandomness(quarters.seed ?? 'innovation', 1)
  const { cash } = world.organisations.columns
  const start = cash.slice(world.institutions)
  for (let quarter = 0; quarter < quarters.count; quarter++) {
    Object.assign(world.events, emptyEvents())
    for (const mechanism of quarters.mechanisms) {
      const values = defaultsOf(mechanism, quarters.parameters?.[mechanism.name])
      mechanism.run(world, quarters.policy ?? policyWith(), values, random)
    }
    quarters.look?.(world)
    cash.set(start, world.institutions)
    world.step++
  }
  return world
}
