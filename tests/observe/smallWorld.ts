/** A world made by hand: enough of it for looking at, in which every number is known. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Region } from '../../src/scenario/region.ts'
import { FIRST_FIRM } from '../../src/world/identity.ts'
import { balancesOf, createLedger } from '../../src/world/ledger.ts'
import { createOrganisations, FIRM, INSTITUTE, NEVER, UNIVERSITY } from '../../src/world/organisations.ts'
import { createPlatforms, keepNumber } from '../../src/world/platforms.ts'
import { readSectors } from '../../src/world/sectors.ts'
import {
  addTie,
  createTies,
  indexTies,
  INSTITUTE_TIE,
  LARGE_TIE,
  SME_TIE,
  UNIVERSITY_TIE,
} from '../../src/world/ties.ts'
import {
  createAgencies,
  createAlliances,
  createBanks,
  createMemberships,
  createMovers,
  emptyEvents,
  emptyLending,
  type World,
} from '../../src/world/world.ts'

const region = parse(
  readFileSync(new URL('../../seeds/beijing-2012.yaml', import.meta.url), 'utf8'),
) as Region

/** Step 24 is 2014Q1: a year after a start at step 20, 2013Q1. */
const STEP = 24
const QUARTER = 2014 * 4

/**
 * Two universities, an institute and `firmCount` technology SMEs, without ties, loans or knowledge. Firms stand in
 * rows against the order of their identities, so that whoever confuses the two is found out.
 */
export function smallWorld(firmCount: number): World {
  const institutions = 3
  const rows = institutions + firmCount
  const organisations = createOrganisations(rows)
  organisations.count = rows
  const { columns } = organisations
  const firms = new Int32Array(rows)
  for (let row = 0; row < institutions; row++) {
    columns.id[row] = row
    columns.kind[row] = row < 2 ? UNIVERSITY : INSTITUTE
    columns.alive[row] = 1
  }
  for (let i = 0; i < firmCount; i++) {
    const row = rows - 1 - i
    firms[i] = row
    columns.id[row] = FIRST_FIRM + i
    columns.kind[row] = FIRM
    columns.alive[row] = 1
    columns.technology[row] = 1
    for (const step of [
      'lastInnovation',
      'lastNeed',
      'lastLoan',
      'lastApplication',
      'lastDiscouraged',
    ] as const) {
      columns[step][row] = NEVER
    }
  }
  const world: Partial<World> = {
    region,
    sectors: readSectors(region),
    scale: 0.1,
    step: STEP,
    quarter: QUARTER,
    organisations,
    institutions,
    firms,
    visits: firms,
    firmCount,
    cohortSize: 0,
    startStep: NEVER,
    ties: createTies(16),
    alliances: createAlliances(4),
    memberships: createMemberships(16),
    banks: createBanks(2),
    agencies: createAgencies(2),
    platforms: createPlatforms(),
    movers: createMovers(4),
    ledger: createLedger(columns.cash, { banks: 2, agencies: 2 }),
    skilledWage: 130_000,
    guaranteeYear: new Float64Array(8),
    lending: emptyLending(),
    events: emptyEvents(),
  }
  return world as World
}

/** Joins two organisations, given by row, in the quarter `age` quarters ago. */
export function tie(world: World, one: number, other: number, age = 0): number {
  const { id, kind, large } = world.organisations.columns
  const [first, second] = id[one] < id[other] ? [one, other] : [other, one]
  const kinds = [kind[first], kind[second]]
  const tieKind = kinds.includes(UNIVERSITY)
    ? UNIVERSITY_TIE
    : kinds.includes(INSTITUTE)
      ? INSTITUTE_TIE
      : large[first] === 1 || large[second] === 1
        ? LARGE_TIE
        : SME_TIE
  const row = addTie(world.ties, first, second, tieKind, world.step - age)
  world.organisations.columns.degree[first]++
  world.organisations.columns.degree[second]++
  indexTies(world.ties, world.organisations.capacity)
  return row
}

/** Ends a tie in this quarter. */
export function endTie(world: World, row: number, outcome: number): void {
  const { columns } = world.ties.table
  columns.end[row] = world.step
  columns.outcome[row] = outcome
  world.organisations.columns.degree[columns.first[row]]--
  world.organisations.columns.degree[columns.second[row]]--
}

/** Twelve firms with something of everything: ties, an alliance, loans, a guarantee, a grant, one firm with nothing. */
export function livelyWorld(): World {
  const world = smallWorld(12)
  const { columns } = world.organisations
  const firm = (i: number): number => world.firms[i]
  for (let i = 0; i < world.firmCount; i++) {
    columns.employees[firm(i)] = 10 + i
    columns.skilled[firm(i)] = 3
    columns.revenue[firm(i)] = 1_250_000 + 1000 * i
    columns.cash[firm(i)] = 333_333 * i
    columns.knowledge.fill(0.1 * (i + 1), firm(i) * 8, firm(i) * 8 + 8)
    columns.specialisms.set([0b1011, 0x80000000], firm(i) * 16)
    columns.cluster[firm(i)] = i % 3
    columns.born[firm(i)] = i - 6
  }
  columns.cohort[firm(0)] = 1
  columns.lastInnovation[firm(0)] = world.step - 2
  columns.large[firm(11)] = 1
  tie(world, firm(0), firm(1), 5)
  tie(world, firm(1), firm(2), 3)
  tie(world, firm(2), firm(0))
  tie(world, 0, firm(2), 1)
  tie(world, firm(5), 2)
  tie(world, firm(6), firm(11))
  world.ties.table.columns.noveltyToFirst.fill(0.3, 0, 6)
  world.ties.table.columns.noveltyToSecond.fill(0.6, 0, 6)

  world.alliances.count = 1
  world.alliances.columns.id[0] = 1
  world.alliances.columns.lead[0] = 1
  world.alliances.columns.founded[0] = 2
  world.memberships.count = 3
  world.memberships.columns.member.set([1, firm(0), firm(7)])

  borrow(world, firm(3), 400_000, 0)
  borrow(world, firm(4), 600_000, 2)
  columns.grantEnds[firm(8)] = world.step + 4
  keepNumber(world.platforms.service, 2)
  keepNumber(world.platforms.incubators, 1)
  world.platforms.incubators.columns.tenants[0] = 1
  columns.incubator[firm(10)] = 1
  columns.tenancyEnds[firm(10)] = world.step + 8
  balancesOf(world.ledger, 'agencies').set([10_000_000, 20_000_000])
  return world
}

/** The same with two partners that run a second project: parallel edges. */
export function multipleWorld(): World {
  const world = livelyWorld()
  tie(world, world.firms[0], world.firms[1], 2)
  return world
}

function borrow(world: World, firm: number, amount: number, agency: number): void {
  const { columns } = world.organisations
  columns.loan[firm] = amount
  columns.loanRate[firm] = 0.07
  columns.loanDue[firm] = world.step + 3
  columns.loanBank[firm] = 1
  columns.loanAgency[firm] = agency
  columns.loanCoverage[firm] = agency > 0 ? 0.8 : 0
  columns.loanRisk[firm] = 0.05
}
