/** The year's account: dues and support in, secretariat out; an alliance that is too small or cannot pay dissolves. */
import { dropAlliances, seatStarts, vacateSeats } from '../../world/alliances.ts'
import { purposeIndex, transfer } from '../../world/ledger.ts'
import { INSTITUTE, UNIVERSITY } from '../../world/organisations.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues, Policy } from '../mechanism.ts'
import { spareCash } from '../partner/ending.ts'

export const bookParameters = {
  dues: {
    unit: 'yuan per year', default: 8_000, minimum: 0, maximum: 200_000,
    mark: 'assumed', source: 'usual dues of ordinary members, 5,000-20,000', meaning: 'dues of an SME',
  },
  largeDues: {
    unit: 'yuan per year', default: 30_000, minimum: 0, maximum: 1_000_000,
    mark: 'assumed', source: 'usual dues of council members, 20,000-100,000', meaning: 'dues of a large firm; universities and institutes pay none',
  },
  secretariat: {
    unit: 'yuan per year', default: 640_000, minimum: 0, maximum: 5_000_000,
    mark: 'assumed', source: 'five persons at CF23, and meetings', meaning: 'what an alliance costs before it does anything',
  },
  minimumMembers: {
    unit: 'members', default: 10, minimum: 2, maximum: 60, integer: true,
    mark: 'assumed', source: 'rules for associations ask for 30-50 members or 10-30 units', meaning: 'members below which an alliance dissolves',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof bookParameters>

/** Whole yuan a year. */
export function duesOf(world: World, firm: number, parameters: Parameters): number {
  return Math.round(world.organisations.columns.large[firm] === 1 ? parameters.largeDues : parameters.dues)
}

export function settleBooks(world: World, policy: Policy, parameters: Parameters): void {
  collectDues(world, parameters)
  const starts = seatStarts(world)
  paySupport(world, policy, starts)
  const { cash } = world.alliances.columns
  const secretariat = Math.round(parameters.secretariat)
  const ending = new Uint8Array(world.alliances.count)
  for (let alliance = 0; alliance < world.alliances.count; alliance++) {
    const members = starts[alliance + 1] - starts[alliance]
    if (members < parameters.minimumMembers || cash[alliance] < secretariat) {
      ending[alliance] = 1
      transfer(world.ledger, purposeIndex.allianceClosing, alliance, 0, cash[alliance])
    } else transfer(world.ledger, purposeIndex.allianceStaff, alliance, 0, secretariat)
  }
  dropAlliances(world, (alliance) => ending[alliance] === 0)
}

/** A firm that cannot pay without touching its wages is expelled. Who has several seats pays in order of alliances. */
function collectDues(world: World, parameters: Parameters): void {
  const { memberships, institutions } = world
  const { alliance, member } = memberships.columns
  const expelled = new Uint8Array(memberships.count)
  for (let seat = 0; seat < memberships.count; seat++) {
    const firm = member[seat]
    if (firm < institutions) continue
    const dues = duesOf(world, firm, parameters)
    if (spareCash(world, firm) < dues) expelled[seat] = 1
    else transfer(world.ledger, purposeIndex.allianceDues, firm, alliance[seat], dues)
  }
  vacateSeats(world, (seat) => expelled[seat] === 0)
}

/** The oldest alliances that bring together the bodies that government asks for, as many as it wants. */
function paySupport(world: World, policy: Policy, starts: Int32Array): void {
  const amount = Math.round(policy['alliances.support'] * 1e6)
  let left = Math.round(policy['alliances.target'])
  for (let alliance = 0; alliance < world.alliances.count && left > 0; alliance++) {
    if (bodiesIn(world, starts[alliance], starts[alliance + 1]) < policy['alliances.mixRequired']) continue
    left--
    transfer(world.ledger, purposeIndex.allianceAppropriation, 0, 0, amount)
    transfer(world.ledger, purposeIndex.allianceSupport, 0, alliance, amount)
  }
}

/** Firms of this sector advise and broker: the intermediaries among the five main bodies. */
const INTERMEDIARIES = 'businessServices'

/** How many of the five main bodies are there. Government always is: it recognises the alliance. */
function bodiesIn(world: World, from: number, to: number): number {
  const { kind, sector } = world.organisations.columns
  const { member } = world.memberships.columns
  const intermediaries = world.sectors.names.indexOf(INTERMEDIARIES)
  const present = { enterprise: 0, university: 0, institute: 0, intermediary: 0 }
  for (let seat = from; seat < to; seat++) {
    const row = member[seat]
    if (kind[row] === UNIVERSITY) present.university = 1
    else if (kind[row] === INSTITUTE) present.institute = 1
    else if (sector[row] === intermediaries) present.intermediary = 1
    else present.enterprise = 1
  }
  return 1 + present.enterprise + present.university + present.institute + present.intermediary
}
