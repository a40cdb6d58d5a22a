/** The state of one simulated region: everything that a quarter starts from and leaves behind. */
import type { Region } from '../scenario/region.ts'
import type { Journal } from './journal.ts'
import { laidOutForFractions } from './layout.ts'
import { copyLedger, type Ledger } from './ledger.ts'
import { type Organisations } from './organisations.ts'
import { copyPlatforms, type Platforms } from './platforms.ts'
import { copySlots, type Slots } from './slots.ts'
import type { Sectors } from './sectors.ts'
import { copyTable, createTable, type Table } from './table.ts'
import { copyTies, type Ties } from './ties.ts'

const allianceColumns = {
  /** For life, see `initiativeId`. */
  id: 'uint32',
  /** Row of the leading organisation, -1 when no member is left. */
  lead: 'int32',
  founded: 'int32',
  /** Sector whose technology it works on, and field. */
  sector: 'uint8',
  field: 'uint8',
  /** Its account, whole yuan: the ledger's balances of alliances are this column. */
  cash: 'float64',
  /** Joint projects that run until the next general meeting. */
  projects: 'int32',
} as const
/** The living ones, in order of identity. */
export type Alliances = Table<typeof allianceColumns>

const membershipColumns = {
  alliance: 'int32',
  /** Row of the member. */
  member: 'int32',
  joined: 'int32',
  /** What the member believes that its seat is worth, yuan a year; `UNJUDGED` until its first general meeting. */
  worth: 'float64',
  /** Joint project of the alliance that it takes part in, from 1 on; 0 for none. */
  team: 'int32',
  /** General meetings in a row at which it had no R&D to bring along. */
  idle: 'uint8',
} as const
export const UNJUDGED = -1
/** In order of (alliance, id of member). */
export type Memberships = Table<typeof membershipColumns>

const bankColumns = {
  /** Principal that firms owe it, yuan. */
  lent: 'float64',
  /** Of that, owed by borrowers who failed and not yet struck off: the bad loans of the last four quarters. */
  bad: 'float64',
} as const
export type Banks = Table<typeof bankColumns>

const agencyColumns = {
  /** Capital paid in by its owners, yuan: profit above it is withdrawn. */
  paidIn: 'float64',
  /** Principal it stands for, coverage and its own share counted, yuan. */
  guaranteed: 'float64',
  /** Most that it might stand for after this quarter's lending: the leverage cap, or what it stood for before. */
  limit: 'float64',
  /** Required margin on top of cost, share of the guaranteed amount: grows when payouts exceed what is tolerated. */
  caution: 'float64',
  /** Exponentially weighted over about a year, yuan per quarter. */
  meanPayouts: 'float64',
  meanReleased: 'float64',
} as const
export type Agencies = Table<typeof agencyColumns>

/** What lending looks back on beyond the single loan. */
export interface Lending {
  /** Principal that firms owe to the funders of innovative financing, yuan. */
  innovative: number
  /** Loan quota of small and micro firms relative to its usual share; 1 as long as it has not been touched. */
  quota: number
  /** Bank loans paid out in a usual quarter to small and micro firms, and to others, yuan: as before the quota was touched. */
  usualSmall: number
  usualOther: number
  /** The latter as it is now. */
  other: number
  /** How many times the usual collateral banks accept from small and micro firms to reach a larger quota. */
  relief: number
  /** Guaranteed borrowers that default in a usual quarter, share. */
  guaranteedDefaults: number
}

export function emptyLending(): Lending {
  const lending = { innovative: 0, quota: 1, usualSmall: 0, usualOther: 0, other: 0, relief: 1, guaranteedDefaults: 0 }
  return laidOutForFractions(lending, Object.keys(lending) as (keyof Lending)[])
}

const moverColumns = {
  /** Identity of the firm left, or of the programme's draw, and the person's number there: a person's address. */
  originId: 'uint32',
  ordinal: 'int32',
  /** Row of the firm left, -1 for graduates and recruits. */
  origin: 'int32',
  /** Step in which the search began. */
  since: 'int32',
  /** 0 came from a firm, 1 graduate. Whom the programmes recruit has a firm at once. */
  background: 'uint8',
  /** Two specialisms carried, -1 for none. */
  specialism: 'int32',
  secondSpecialism: 'int32',
} as const
/**
 * Skilled persons looking for a firm. Those of one `since` stand together: first the staff of firms that ended, then
 * those who left or were let go, then graduates, each in order of (origin id, ordinal).
 */
export type Movers = Table<typeof moverColumns>

export interface World {
  readonly region: Region
  readonly sectors: Sectors
  readonly scale: number
  /** Quarters since the burn-in began. */
  step: number
  /** Calendar quarter, see scenario/quarter.ts. */
  quarter: number

  readonly organisations: Organisations
  /** Rows 0 .. institutions - 1 are the universities and institutes. */
  readonly institutions: number
  /** Rows of the living firms in order of identity: `firms[0] .. firms[firmCount - 1]`. */
  firms: Int32Array
  firmCount: number
  /**
   * The same rows in the order in which mechanisms visit them; any order must give the same result. For loops whose
   * result hangs on order, such as sums of fractions, there is `firms`.
   */
  visits: Int32Array
  readonly visitOrder: VisitOrder
  /** Technology SMEs that lived when the scenario began. */
  cohortSize: number
  /** Step in which the scenario begins; NEVER in the burn-in. */
  startStep: number
  /** Rows of dead firms, reused by entrants, the last first. */
  freeRows: number[]

  readonly ties: Ties
  readonly alliances: Alliances
  readonly memberships: Memberships
  readonly banks: Banks
  readonly agencies: Agencies
  readonly movers: Movers
  readonly platforms: Platforms
  readonly ledger: Ledger

  /** Living technology firms to draw from: all, and by cluster; and the slot that each row takes in both. */
  readonly technologySlots: Slots
  readonly clusterSlots: readonly Slots[]
  slotOf: Int32Array
  clusterSlotOf: Int32Array

  /** Corporate tax rate of firms without relief, as `plan` has it. */
  standardTax: number
  /** Skilled wage, whole yuan a year. */
  skilledWage: number
  /** Yuan that the customers of each market spend in a quarter, and the attraction of the rivals outside; see `marketOf`. */
  readonly demand: Float64Array
  readonly outsideAttraction: Float64Array
  /** Skilled staff of all firms when the region was grown: what the flow of graduates and the posts' slots are sized by. */
  skilledStart: number
  /** Programmes hand out whole persons: what is left over from earlier quarters, by `programmes`. */
  readonly remainders: Float64Array
  /** Success rate of the last grant call, and its cut-off score before the key-industry line. */
  grantSuccess: number
  grantCutoff: number
  /** Cut-off score by sector after the key-industry line: who has more has won. */
  readonly grantCutoffs: Float64Array
  /** Cut-off scores that applicants expect: by sector, then that of the innovation fund. */
  readonly expectedCutoffs: Float64Array
  /** Face value of the service vouchers handed out at the last call, and of those used since, yuan. */
  vouchersIssued: number
  vouchersUsed: number
  /** Payouts, then released guarantees, of the last four quarters by `step % 4`, yuan. */
  readonly guaranteeYear: Float64Array
  /** Net worth in yuan from which on firms are eligible for guarantees. */
  eligibleNetWorth: number
  readonly lending: Lending
  /** What happened in this quarter, for the metrics. Reset when the quarter begins. */
  readonly events: Events
  /** The same one by one, where somebody listens. */
  journal?: Journal | undefined
}

/** The programmes that hand out whole persons, in the order of `remainders`. */
export const programmes = ['overseasRecruits', 'leadingTalents', 'awards'] as const

/** `rows`, the usual order, is that of memory: rows are reused, so after some years the order of identity jumps about. */
export type VisitOrder = 'rows' | 'identity' | 'reverse' | 'interleaved'

/** Counters of one quarter. Money in yuan. */
export interface Events {
  entries: number
  /** Firms in incubators before exits, and those of them that ended. */
  tenants: number
  tenantExits: number
  exits: number
  /** Skilled persons who left their firm, and who had been there. */
  leavers: number
  skilledBefore: number
  /** Skilled persons who came to the region as graduates and through programmes, and who left it. */
  graduates: number
  recruits: number
  departures: number
  searchers: number
  newTies: number
  endedTies: number
  innovations: number
  jointInnovations: number
  radicalInnovations: number
  cohortInnovations: number
  loanApplications: number
  loansGranted: number
  loanVolume: number
  loanInterestWeighted: number
  newGuarantees: number
  guaranteesReleased: number
  guaranteePayouts: number
  defaults: number
  borrowers: number
  grantApplications: number
  grantsAwarded: number
  taxForgone: number
  /** Expected loss on guarantees given in the quarter, less that on those released. */
  liabilityChange: number
  /** Yuan awarded in calls, and of that to firms that were funded for the same project already. */
  grantMoneyAwarded: number
  doubleFunding: number
}

export function emptyEvents(): Events {
  const events = {
    entries: 0, tenants: 0, tenantExits: 0, exits: 0, leavers: 0, skilledBefore: 0, graduates: 0, recruits: 0, departures: 0, searchers: 0, newTies: 0, endedTies: 0,
    innovations: 0, jointInnovations: 0, radicalInnovations: 0, cohortInnovations: 0,
    loanApplications: 0, loansGranted: 0, loanVolume: 0, loanInterestWeighted: 0,
    newGuarantees: 0, guaranteesReleased: 0, guaranteePayouts: 0, defaults: 0, borrowers: 0,
    grantApplications: 0, grantsAwarded: 0, grantMoneyAwarded: 0, doubleFunding: 0, taxForgone: 0, liabilityChange: 0,
  }
  return laidOutForFractions(events, Object.keys(events) as (keyof Events)[])
}

export const createAlliances = (capacity: number): Alliances => createTable(allianceColumns, capacity)
export const createMemberships = (capacity: number): Memberships => createTable(membershipColumns, capacity)
export const createBanks = (count: number): Banks => createTable(bankColumns, count, count)
export const createAgencies = (count: number): Agencies => createTable(agencyColumns, count, count)
export const createMovers = (capacity: number): Movers => createTable(moverColumns, capacity)

/** The firms in the order of visits; called whenever a firm has entered or gone. */
export function arrangeVisits(world: World): void {
  const { firms, firmCount } = world
  if (world.visits.length !== firms.length) world.visits = new Int32Array(firms.length)
  const { visits } = world
  if (world.visitOrder === 'rows') {
    const { alive } = world.organisations.columns
    let next = 0
    for (let row = world.institutions; row < world.organisations.count; row++) if (alive[row] === 1) visits[next++] = row
  } else if (world.visitOrder === 'identity') visits.set(firms)
  else if (world.visitOrder === 'reverse') {
    for (let i = 0; i < firmCount; i++) visits[i] = firms[firmCount - 1 - i]!
  } else {
    const half = (firmCount + 1) >> 1
    for (let i = 0; i < firmCount; i++) visits[i] = firms[(i & 1) === 0 ? i >> 1 : half + (i >> 1)]!
  }
}

/**
 * A world of its own with the same past: arms branch here. Fields are written out in the order of a world that is grown, since
 * V8 compiles for one layout of an object, and all that is compiled would be thrown away at the first arm.
 */
export function copyWorld(world: World): World {
  const organisations = copyTable(world.organisations)
  const alliances = copyTable(world.alliances)
  return {
    region: world.region,
    sectors: world.sectors,
    scale: world.scale,
    step: world.step,
    quarter: world.quarter,
    organisations,
    institutions: world.institutions,
    firms: world.firms.slice(),
    firmCount: world.firmCount,
    visits: world.visits.slice(),
    visitOrder: world.visitOrder,
    cohortSize: world.cohortSize,
    startStep: world.startStep,
    freeRows: world.freeRows.slice(),
    ties: copyTies(world.ties, organisations.capacity),
    alliances,
    memberships: copyTable(world.memberships),
    banks: copyTable(world.banks),
    agencies: copyTable(world.agencies),
    movers: copyTable(world.movers),
    platforms: copyPlatforms(world.platforms),
    ledger: copyLedger(world.ledger, organisations.columns.cash, alliances.columns.cash),
    technologySlots: copySlots(world.technologySlots),
    clusterSlots: world.clusterSlots.map(copySlots),
    slotOf: world.slotOf.slice(),
    clusterSlotOf: world.clusterSlotOf.slice(),
    standardTax: world.standardTax,
    skilledWage: world.skilledWage,
    demand: world.demand.slice(),
    outsideAttraction: world.outsideAttraction.slice(),
    skilledStart: world.skilledStart,
    remainders: world.remainders.slice(),
    grantSuccess: world.grantSuccess,
    grantCutoff: world.grantCutoff,
    grantCutoffs: world.grantCutoffs.slice(),
    expectedCutoffs: world.expectedCutoffs.slice(),
    vouchersIssued: world.vouchersIssued,
    vouchersUsed: world.vouchersUsed,
    guaranteeYear: world.guaranteeYear.slice(),
    eligibleNetWorth: world.eligibleNetWorth,
    lending: Object.assign(emptyLending(), world.lending),
    events: Object.assign(emptyEvents(), world.events),
    journal: undefined,
  }
}

