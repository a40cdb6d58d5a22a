/** A small region made by hand, with what the skilled labour market looks at and nothing else. */
import { levers, type LeverName } from '../../src/mechanisms/levers.ts'
import type { PolicyInForce } from '../../src/mechanisms/mechanism.ts'
import type { Region } from '../../src/scenario/region.ts'
import { FIRST_FIRM } from '../../src/world/identity.ts'
import { createLedger } from '../../src/world/ledger.ts'
import { createOrganisations, FIRM, UNIVERSITY, WORDS, NEVER } from '../../src/world/organisations.ts'
import { createPlatforms } from '../../src/world/platforms.ts'
import type { Sectors } from '../../src/world/sectors.ts'
import { createSlots, occupy } from '../../src/world/slots.ts'
import { createTies } from '../../src/world/ties.ts'
import {
  arrangeVisits,
  createAgencies,
  createAlliances,
  createBanks,
  createMemberships,
  createMovers,
  emptyEvents,
  emptyLending,
  programmes,
  type VisitOrder,
  type World,
} from '../../src/world/world.ts'

export const WAGE = 106604
const UNIVERSITIES = 4

/** A number between 0 and 1 that depends on nothing but its arguments. */
function spread(id: number, salt: number): number {
  const hash = Math.imul(id ^ Math.imul(salt + 1, 0x9e3779b9), 0x45d9f3b)
  return ((hash ^ (hash >>> 15)) >>> 8) / 2 ** 24
}

/** One firm in three is in technology, one in forty is large. */
export function labourMarket(firms: number, visitOrder: VisitOrder = 'identity'): World {
  const rows = UNIVERSITIES + firms
  const organisations = createOrganisations(rows)
  organisations.count = rows
  const { columns } = organisations
  const technologySlots = createSlots(firms / 3)
  let skilledStart = 0
  for (let row = 0; row < rows; row++) {
    const id = row < UNIVERSITIES ? row : FIRST_FIRM + row - UNIVERSITIES
    columns.id[row] = id
    columns.alive[row] = 1
    columns.kind[row] = row < UNIVERSITIES ? UNIVERSITY : FIRM
    for (let word = 0; word < WORDS; word++) {
      columns.specialisms[row * WORDS + word] = spread(id, 10 + word) < 0.4 ? 1 << Math.floor(spread(id, 40 + word) * 32) : 0
    }
    if (row < UNIVERSITIES) continue
    columns.technology[row] = id % 3 === 0 ? 1 : 0
    columns.large[row] = id % 40 === 0 ? 1 : 0
    columns.rounding[row] = spread(id, 1)
    columns.employees[row] = Math.floor(8 + 50 * spread(id, 2)) * (columns.large[row] === 1 ? 10 : 1)
    columns.cash[row] = 3e6
    columns.meanProfit[row] = 4e4 * columns.employees[row] * (spread(id, 3) - 0.2)
    columns.rdStock[row] = 1e7 * spread(id, 4)
    columns.absorptive[row] = columns.technology[row] * (0.2 + 0.6 * spread(id, 5))
    columns.skilled[row] = Math.floor(columns.employees[row] * (columns.technology[row] === 1 ? 1 / 3 : 1 / 49) + columns.rounding[row])
    skilledStart += columns.skilled[row]
    if (columns.technology[row] === 1) occupy(technologySlots, id, row)
  }
  const world: World = {
    region: { facts: { CF23: { value: WAGE } } } as unknown as Region,
    sectors: { skilledShare: Float64Array.of(0.02, 0.25), wage: Float64Array.of(60_000) } as unknown as Sectors,
    scale: 1,
    step: 7,
    quarter: 0,
    organisations,
    institutions: UNIVERSITIES,
    firms: Int32Array.from({ length: firms }, (_, index) => UNIVERSITIES + index),
    firmCount: firms,
    visits: new Int32Array(0),
    visitOrder,
    cohortSize: 0,
    startStep: NEVER,
    freeRows: [],
    ties: createTies(1),
    alliances: createAlliances(1),
    memberships: createMemberships(1),
    banks: createBanks(1),
    agencies: createAgencies(1),
    platforms: createPlatforms(),
    movers: createMovers(1),
    ledger: createLedger(columns.cash, {}),
    technologySlots,
    clusterSlots: [],
    slotOf: new Int32Array(rows),
    clusterSlotOf: new Int32Array(rows),
    standardTax: 0.25,
    skilledWage: WAGE,
    demand: new Float64Array(1),
    outsideAttraction: new Float64Array(1),
    skilledStart,
    remainders: new Float64Array(programmes.length),
    grantSuccess: 0,
    grantCutoff: 0,
    grantCutoffs: new Float64Array(1),
    expectedCutoffs: new Float64Array(2),
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

/** No programme hands out anything. */
export const withoutProgrammes = {
  'talent.overseasRecruits': 0,
  'talent.leadingTalents': 0,
  'talent.awards': 0,
  'talent.training': 0,
  'talent.partTimeExperts': 0,
} as const satisfies Partial<Record<LeverName, number>>

/** Skilled persons in firms. */
export function skilledStock(world: World): number {
  let stock = 0
  for (let i = 0; i < world.firmCount; i++) stock += world.organisations.columns.skilled[world.firms[i]]
  return stock
}
