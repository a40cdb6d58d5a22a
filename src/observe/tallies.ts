/**
 * Sums over firms, ties and seats, one pass per subject. Where fractions are added up, firms are visited in order of
 * identity, so that the sum is the same in whatever rows the firms stand; whole numbers are added up as they lie in memory.
 */
import { reportedResearch } from '../world/firm.ts'
import { FIELDS, FIRM, PEERS, SPECIALISMS, WORDS } from '../world/organisations.ts'
import { INSTITUTE_TIE, RUNNING, UNIVERSITY_TIE } from '../world/ties.ts'
import type { World } from '../world/world.ts'

/** A year is this many quarters. */
export const YEAR = 4

/** Firms, people and money, all in whole numbers. Large firms are only counted. */
export function tallyBusiness(world: World) {
  const { visits, firmCount, organisations } = world
  const { technology, large, employees, skilled, revenue, rdSpending, rdMaterials, certificateEnds } = organisations.columns
  let smes = 0
  let technologySmes = 0
  let employment = 0
  let skilledStaff = 0
  let sales = 0
  let rd = 0
  let rdWages = 0
  let rdPerformers = 0
  let reported = 0
  let certified = 0
  for (let visit = 0; visit < firmCount; visit++) {
    const firm = visits[visit]
    if (large[firm] === 1) continue
    smes++
    employment += employees[firm] + skilled[firm]
    skilledStaff += skilled[firm]
    sales += revenue[firm]
    rd += rdSpending[firm]
    rdWages += rdSpending[firm] - rdMaterials[firm]
    reported += reportedResearch(world, firm)
    if (technology[firm] === 1) {
      technologySmes++
      if (rdSpending[firm] > 0) rdPerformers++
      if (certificateEnds[firm] > world.step) certified++
    }
  }
  const largeFirms = firmCount - smes
  return { smes, technologySmes, largeFirms, employment, skilledStaff, sales, rd, rdWages, rdPerformers, reported, certified }
}

/** Technology SMEs: their knowledge, ties and innovations. */
export function tallyTechnology(world: World) {
  const { firms, firmCount, organisations, step } = world
  const { technology, large, awareness, confidence, degree, lastInnovation, knowledge, specialisms } = organisations.columns
  const holders = new Int32Array(SPECIALISMS)
  let collaborators = 0
  let ties = 0
  let innovators = 0
  let expertise = 0
  let informed = 0
  let confident = 0
  for (let i = 0; i < firmCount; i++) {
    const firm = firms[i]
    if (technology[firm] === 0 || large[firm] === 1) continue
    if (degree[firm] > 0) collaborators++
    ties += degree[firm]
    informed += awareness[firm]
    confident += confidence[firm]
    if (lastInnovation[firm] > step - YEAR) innovators++
    for (let field = 0; field < FIELDS; field++) expertise += knowledge[firm * FIELDS + field]
    for (let word = 0; word < WORDS; word++) {
      // Takes the lowest bit off until none is left.
      for (let bits = specialisms[firm * WORDS + word] | 0; bits !== 0; bits &= bits - 1) {
        holders[word * 32 + 31 - Math.clz32(bits & -bits)]++
      }
    }
  }
  return { collaborators, ties, informed, confident, innovators, expertise, specialismVariety: effectiveNumber(holders) }
}

/** How many kinds, equally common, would be as varied: 1 / sum of squared shares (Laakso and Taagepera 1979). */
export function effectiveNumber(counts: Int32Array): number {
  let sum = 0
  let squares = 0
  for (const count of counts) {
    sum += count
    squares += count * count
  }
  return (sum * sum) / squares
}

/** Who needed, asked for and has credit among SMEs. */
export function tallyCredit(world: World) {
  const { visits, firmCount, organisations, step } = world
  const { large, lastNeed, lastLoan, lastApplication, lastDiscouraged, loan } = organisations.columns
  const lastYear = step - YEAR
  let inNeed = 0
  let served = 0
  let discouraged = 0
  for (let visit = 0; visit < firmCount; visit++) {
    const firm = visits[visit]
    if (large[firm] === 1 || lastNeed[firm] <= lastYear) continue
    inNeed++
    if (loan[firm] > 0 || lastLoan[firm] > lastYear) served++
    else if (lastDiscouraged[firm] > lastYear && lastApplication[firm] <= lastYear) discouraged++
  }
  return { inNeed, served, discouraged }
}

/** Guarantees live on loans of all firms, of agencies and of other firms. Money in yuan. */
export function tallyGuarantees(world: World) {
  const { firms, firmCount, organisations } = world
  const { loan, loanAgency, loanCoverage, loanRisk, loanPeerId } = organisations.columns
  let guaranteed = 0
  let expectedLoss = 0
  let mutual = 0
  for (let i = 0; i < firmCount; i++) {
    const firm = firms[i]
    if (loanPeerId[firm * PEERS] !== 0) mutual += loan[firm]
    if (loanAgency[firm] === 0) continue
    const covered = loan[firm] * loanCoverage[firm]
    guaranteed += covered
    expectedLoss += covered * loanRisk[firm]
  }
  return { guaranteed, expectedLoss, mutual }
}

/** Grant money of running projects, and what of it is used for something else, yuan. */
export function tallyGrants(world: World) {
  const { firms, firmCount, organisations } = world
  const { grantMoney, grantDiverted } = organisations.columns
  let money = 0
  let misused = 0
  for (let i = 0; i < firmCount; i++) {
    const firm = firms[i]
    if (grantMoney[firm] === 0) continue
    money += grantMoney[firm]
    misused += grantMoney[firm] * grantDiverted[firm]
  }
  return { money, misused }
}

/** Technology SMEs of the scenario's start that still live. */
export function tallyCohort(world: World) {
  const { visits, firmCount, organisations } = world
  const { cohort, degree } = organisations.columns
  let living = 0
  let collaborators = 0
  for (let visit = 0; visit < firmCount; visit++) {
    const firm = visits[visit]
    if (cohort[firm] === 0) continue
    living++
    if (degree[firm] > 0) collaborators++
  }
  return { living, collaborators }
}

/** Running ties. Ages are in quarters; `distance` adds up what is new to a partner, mean of both sides. */
export function tallyTies(world: World) {
  const { count, columns } = world.ties.table
  const { outcome, kind, start, noveltyToFirst, noveltyToSecond } = columns
  let running = 0
  let withScience = 0
  let ages = 0
  let distance = 0
  for (let tie = 0; tie < count; tie++) {
    if (outcome[tie] !== RUNNING) continue
    running++
    if (kind[tie] === UNIVERSITY_TIE || kind[tie] === INSTITUTE_TIE) withScience++
    ages += world.step - start[tie]
    distance += (noveltyToFirst[tie] + noveltyToSecond[tie]) / 2
  }
  return { running, withScience, ages, distance }
}

/** Seats in alliances. */
export function tallySeats(world: World) {
  const { count, columns } = world.memberships
  const { kind, large } = world.organisations.columns
  let ofSmes = 0
  for (let seat = 0; seat < count; seat++) {
    const member = columns.member[seat]
    if (kind[member] === FIRM && large[member] === 0) ofSmes++
  }
  return { all: count, ofSmes }
}
