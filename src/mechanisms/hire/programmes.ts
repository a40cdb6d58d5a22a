/** What the talent programme does: recruits, leading talents, prizes, courses; and how it pays for them. */
import { pow } from '../../world/arithmetic.ts'
import { binomialFrom } from '../../world/distributions.ts'
import { noteMove } from '../../world/journal.ts'
import { acquireSpecialism, mainField, nextNew, rareSpecialisms } from '../../world/knowledge.ts'
import { type Purpose, purposeIndex, transfer } from '../../world/ledger.ts'
import { FIELDS, SPECIALISMS_PER_FIELD } from '../../world/organisations.ts'
import type { Draws } from '../../world/random.ts'
import { programmes, type World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'
import { personAddress } from './movers.ts'

export const programmeParameters = {
  recruitAward: {
    unit: 'yuan per recruit', default: 1e6, minimum: 0, maximum: 3e6,
    mark: 'read', source: 'CF49', meaning: 'one-off award of a specialist recruited from abroad',
  },
  recruitTeaching: {
    unit: 'share of the gap to the frontier', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'VT24: only what the firm can absorb; multiplied by its absorptive capacity',
    meaning: "part of the firm's gap in one field that a recruit or leading talent closes",
  },
  rareShare: {
    unit: 'share of technology firms', default: 0.02, minimum: 0, maximum: 0.5,
    mark: 'assumed', source: 'S42: recruits are chosen for what the region lacks',
    meaning: 'a specialism counts as rare when fewer firms than this have it; recruits bring rare ones',
  },
  projectMoney: {
    unit: 'yuan per leading talent', default: 1e6, minimum: 0, maximum: 3e6,
    mark: 'recalled', source: 'L14', meaning: "money for a leading talent's project, paid to the firm",
  },
  projectQuarters: {
    unit: 'quarters', default: 12, minimum: 2, maximum: 24, integer: true,
    mark: 'assumed', source: 'L14: projects of about three years', meaning: "length of a leading talent's project",
  },
  leadingTeam: {
    unit: 'persons per leading talent', default: 2, minimum: 0, maximum: 10, integer: true,
    mark: 'assumed', source: 'L14: talents and their teams', meaning: 'skilled persons whom a leading talent brings along',
  },
  prizeMoney: {
    unit: 'yuan per prize', default: 150000, minimum: 0, maximum: 500000,
    mark: 'recalled', source: 'L15: 0.05-0.3 million yuan', meaning: 'award paid to the winners',
  },
  prizeTeam: {
    unit: 'persons per prize', default: 10, minimum: 1, maximum: 15, integer: true,
    mark: 'recalled', source: 'L15: 6 to 15 persons are named by grade', meaning: 'persons honoured by one prize',
  },
  prizeYears: {
    unit: 'years', default: 5, minimum: 1, maximum: 20,
    mark: 'assumed', source: 'reputation fades', meaning: 'mean time in which a prize is fresh',
  },
  seatCost: {
    unit: 'yuan per seat', default: 4000, minimum: 1000, maximum: 20000,
    mark: 'assumed', source: 'L21: a course of one to two weeks', meaning: 'cost of one seat in a course',
  },
  seatSubsidy: {
    unit: 'share of the cost', default: 0.5, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L21', meaning: 'part of a seat that the programme pays; the firm pays the rest',
  },
  trainingFade: {
    unit: 'share per year', default: 0.25, minimum: 0, maximum: 0.9,
    mark: 'assumed', source: 'staff turnover and ageing of what was taught', meaning: 'training that loses its use in a year',
  },
} as const satisfies ParameterDeclarations
type ProgrammeParameters = ParameterValues<typeof programmeParameters>

/** Draws of one search for a host before the programme gives up: most slots are empty, most firms full. */
const TRIES = 192
/** Hosts from which a leading talent or a prize takes the one with the most R&D. */
const HOSTS_SEEN = 4

/** The programme claims from the treasury exactly what it pays, so that it can neither hoard nor overdraw. */
export function payFromProgramme(world: World, purpose: Purpose, payee: number, amount: number): void {
  transfer(world.ledger, purposeIndex.talentAppropriation, 0, 0, amount)
  transfer(world.ledger, purposeIndex[purpose], 0, payee, amount)
}

/** Whole persons of this quarter out of a yearly number; what is over is kept for the next quarter. */
function personsThisQuarter(world: World, programme: (typeof programmes)[number], yearly: number): number {
  const index = programmes.indexOf(programme)
  const due = world.remainders[index] + yearly / 4
  const persons = Math.floor(due)
  world.remainders[index] = due - persons
  return persons
}

/** A person's address in a programme: programmes number their persons anew in each quarter. */
function addressIn(programme: (typeof programmes)[number], ordinal: number, step: number): number {
  return personAddress(programmes.indexOf(programme), ordinal, step)
}

/** True when the technology firm in this row is an SME with a post for a newcomer whom it can make use of. */
function hosts(world: World, row: number, address: number, meeting: Draws): boolean {
  const { id, large, insolvent, vacancies, absorptive } = world.organisations.columns
  return (
    large[row] === 0 &&
    insolvent[row] === 0 &&
    vacancies[row] > 0 &&
    meeting.pairUniform(address, id[row], 0) < absorptive[row]
  )
}

/** The firm with the largest R&D stock among the first `seen` drawn from the slots that are `eligible`; -1 without any. */
function drawHost(
  world: World,
  address: number,
  seen: number,
  meeting: Draws,
  eligible: (world: World, row: number, address: number, meeting: Draws) => boolean,
): number {
  const { rows } = world.technologySlots
  const { rdStock } = world.organisations.columns
  let best = -1
  for (let attempt = 0, found = 0; attempt < TRIES && found < seen; attempt++) {
    const row = rows[meeting.slot(address, attempt, rows.length)]
    if (row < 0 || !eligible(world, row, address, meeting)) continue
    found++
    if (best < 0 || rdStock[row] > rdStock[best]) best = row
  }
  return best
}

/** The firm comes nearer to the frontier in its main field, and acquires a rare specialism that it lacks, if there is one. */
function teach(
  world: World,
  firm: number,
  address: number,
  rare: Uint32Array,
  parameters: ProgrammeParameters,
  bringing: Draws,
): void {
  const { knowledge, specialisms, absorptive } = world.organisations.columns
  const main = mainField(knowledge, firm)
  const place = main + bringing.uniform(address, 0)
  const brought = nextNew(rare, 0, specialisms, firm, Math.floor(place * SPECIALISMS_PER_FIELD))
  if (brought >= 0) acquireSpecialism(world, firm, brought)
  const cell = firm * FIELDS + main
  const gap = Math.max(0, 1 - knowledge[cell])
  knowledge[cell] += parameters.recruitTeaching * absorptive[firm] * gap
}

/** Specialists from abroad take posts in technology SMEs. Those for whom no firm is found do not come. */
export function recruitAbroad(
  world: World,
  yearly: number,
  parameters: ProgrammeParameters,
  meeting: Draws,
  bringing: Draws,
): void {
  const persons = personsThisQuarter(world, 'overseasRecruits', yearly)
  if (persons === 0) return
  const { id, skilled, vacancies } = world.organisations.columns
  const rare = rareSpecialisms(world, parameters.rareShare)
  for (let ordinal = 0; ordinal < persons; ordinal++) {
    const address = addressIn('overseasRecruits', ordinal, world.step)
    const firm = drawHost(world, address, 1, meeting, hosts)
    if (firm < 0) continue
    skilled[firm]++
    vacancies[firm]--
    world.events.recruits++
    noteMove(world, 'recruited', NaN, id[firm], 1)
    teach(world, firm, address, rare, parameters, bringing)
    payFromProgramme(world, 'talentAwards', 0, Math.round(parameters.recruitAward))
  }
}

/** Leading talents join the strongest of a few technology SMEs, with a team and money for a project. */
export function bringLeadingTalents(
  world: World,
  yearly: number,
  parameters: ProgrammeParameters,
  meeting: Draws,
  bringing: Draws,
): void {
  const persons = personsThisQuarter(world, 'leadingTalents', yearly)
  if (persons === 0) return
  const { id, skilled, vacancies } = world.organisations.columns
  const rare = rareSpecialisms(world, parameters.rareShare)
  for (let ordinal = 0; ordinal < persons; ordinal++) {
    const address = addressIn('leadingTalents', ordinal, world.step)
    const firm = drawHost(world, address, HOSTS_SEEN, meeting, hosts)
    if (firm < 0) continue
    const arrivals = 1 + parameters.leadingTeam
    skilled[firm] += arrivals
    vacancies[firm] = Math.max(0, vacancies[firm] - arrivals)
    world.events.recruits += arrivals
    noteMove(world, 'recruited', NaN, id[firm], arrivals)
    teach(world, firm, address, rare, parameters, bringing)
    payFromProgramme(world, 'talentProjects', firm, Math.round(parameters.projectMoney))
    beginProject(world, firm, parameters)
  }
}

/** Project money is for R&D beyond what the firm does: like a grant, it obliges, one project at a time. */
function beginProject(world: World, firm: number, parameters: ProgrammeParameters): void {
  const { rdPlan, grantDuty, grantEnds } = world.organisations.columns
  if (grantEnds[firm] > world.step) return
  grantDuty[firm] = rdPlan[firm] + parameters.projectMoney / parameters.projectQuarters
  grantEnds[firm] = world.step + parameters.projectQuarters
}

const employsSkilled = (world: World, row: number): boolean => world.organisations.columns.skilled[row] > 0

/** Prizes go to teams of the strongest of a few technology firms, whose members are known there from then on. */
export function awardPrizes(world: World, yearly: number, parameters: ProgrammeParameters, meeting: Draws): void {
  const prizes = personsThisQuarter(world, 'awards', yearly)
  const { skilled, recognised } = world.organisations.columns
  for (let ordinal = 0; ordinal < prizes; ordinal++) {
    const firm = drawHost(world, addressIn('awards', ordinal, world.step), HOSTS_SEEN, meeting, employsSkilled)
    if (firm < 0) continue
    recognised[firm] += Math.min(parameters.prizeTeam, skilled[firm])
    payFromProgramme(world, 'talentAwards', 0, Math.round(parameters.prizeMoney))
  }
}

/** Seats in courses are drawn among the skilled staff of technology SMEs; a firm takes them if it can pay its part. */
export function train(world: World, yearlySeats: number, parameters: ProgrammeParameters, applying: Draws): void {
  const { visits, firmCount, ledger } = world
  const { id, technology, large, skilled, cash, training } = world.organisations.columns
  let staff = 0
  for (let visit = 0; visit < firmCount; visit++) {
    const firm = visits[visit]
    if (technology[firm] === 1 && large[firm] === 0) staff += skilled[firm]
  }
  if (staff === 0 || yearlySeats === 0) return
  const chance = Math.min(1, yearlySeats / 4 / staff)
  const subsidy = Math.round(parameters.seatCost * parameters.seatSubsidy)
  const fee = Math.round(parameters.seatCost) - subsidy
  let seats = 0
  for (let visit = 0; visit < firmCount; visit++) {
    const firm = visits[visit]
    if (technology[firm] === 0 || large[firm] === 1 || skilled[firm] === 0) continue
    const taken = binomialFrom(applying.uniform(id[firm], 0), skilled[firm], chance)
    if (taken === 0 || cash[firm] < taken * fee) continue
    transfer(ledger, purposeIndex.trainingFees, firm, 0, taken * fee)
    training[firm] += taken / skilled[firm]
    seats += taken
  }
  payFromProgramme(world, 'training', 0, seats * subsidy)
}

/** Training and recognition of earlier quarters lose their use. */
export function fade(world: World, parameters: ProgrammeParameters): void {
  const { training, recognised } = world.organisations.columns
  const trainingKept = pow(1 - parameters.trainingFade, 0.25)
  const recognitionKept = 1 - 1 / (4 * parameters.prizeYears)
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (training[firm] > 0) training[firm] *= trainingKept
    if (recognised[firm] > 0) recognised[firm] *= recognitionKept
  }
}
