/** Ranking within the budget, and the contracts that follow. */
import { noteGrant } from '../../world/journal.ts'
import { purposeIndex, SME_FUND, transfer } from '../../world/ledger.ts'
import { apportion } from '../../world/apportion.ts'
import type { Draws, Randomness } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import { type ParameterDeclarations, type ParameterValues, type Policy, type PolicyInForce, policyOf } from '../mechanism.ts'
import { type Application, type Parameters as ApplyingParameters, seenInRegister } from './applying.ts'
import { beginProject } from './contract.ts'

export const awardingParameters = {
  reviewCost: {
    unit: 'yuan per application', default: 5000, minimum: 0, maximum: 50_000,
    mark: 'assumed', source: 'two to three reviewers for a day', meaning: 'what a review costs the bureau, beside the budget for firms',
  },
  cutoffMemory: {
    unit: 'share', default: 0.3, minimum: 0.01, maximum: 1,
    mark: 'assumed', source: 'applicants know the results of the last few years', meaning: 'part of the gap to the latest cut-off that expectations close',
  },
} as const satisfies ParameterDeclarations
type Parameters = ApplyingParameters & ParameterValues<typeof awardingParameters> & { readonly penalty: number }

interface Call {
  readonly world: World
  readonly policy: PolicyInForce
  readonly parameters: Parameters
  readonly random: Randomness
  readonly diversion: Draws
}

export const createCall = (world: World, policy: PolicyInForce, parameters: Parameters, random: Randomness): Call => ({
  world, policy, parameters, random, diversion: random.site('fund.diversion', world.step),
})

function rank({ organisations }: World, applications: Application[]): void {
  const { id } = organisations.columns
  applications.sort((a, b) => b.score - a.score || id[a.firm] - id[b.firm])
}

/**
 * The call of the SME fund. The financing line takes the best of all; the key-industry line, shared out by sector, goes on
 * from there. So in each sector those above one cut-off have won.
 */
export function decideSmeFund(call: Call, applications: Application[], financing: number, keyIndustries: number): void {
  const { world, policy, parameters } = call
  const c = world.organisations.columns
  // Reviews come out of the running costs of the bureau, not out of the money for firms.
  const reviews = Math.round(parameters.reviewCost) * applications.length
  transfer(world.ledger, purposeIndex.fundAppropriation, 0, SME_FUND.grants, reviews)
  transfer(world.ledger, purposeIndex.reviews, SME_FUND.grants, 0, reviews)
  rank(world, applications)
  for (const { firm, merit, score } of applications) {
    c.grantMerit[firm] = merit
    c.grantScore[firm] = score
    c.grantStatus[firm] = 1
  }
  const grant = Math.round(policy.general['fund.grantSize'] * 1e6)
  const general = Math.min(applications.length, Math.floor(financing / grant))
  for (let place = 0; place < general; place++) win(applications[place].firm)
  const rest = applications.slice(general)
  const places = placesBySector(world, rest, policy.general, Math.floor(keyIndustries / grant))
  for (const { firm } of rest) if (places[c.sector[firm]]-- > 0) win(firm)
  if (applications.length > 0) {
    const awarded = world.events.grantsAwarded
    world.grantSuccess = awarded / applications.length
    world.grantCutoff = applications[Math.min(general, applications.length - 1)].score
  }
  const refusing = noteCutoffs(world, applications)
  for (let i = 0; i < world.sectors.count; i++) expectCutoff(world, i, world.grantCutoffs[i], refusing[i] === 1, parameters.cutoffMemory)
  tellResults(world, applications, (firm) => c.grantStatus[firm] === 2, (firm) => world.grantCutoffs[c.sector[firm]])

  function win(firm: number): void {
    const paid = beginProject(world, firm, grant, policyOf(policy, world, firm), call.diversion, parameters)
    transfer(world.ledger, purposeIndex.grants, SME_FUND.grants, firm, paid)
    noteGrant(world, firm, 'awarded', 'SME fund', grant, paid)
    c.grantRest[firm] = grant - paid
    c.grantStatus[firm] = 2
    world.events.grantsAwarded++
    world.events.grantMoneyAwarded += grant
  }
}

/** Grants of the key-industry line by sector: in proportion to the applications left, times the sector's weight. */
function placesBySector(world: World, applications: readonly Application[], policy: Policy, grants: number): Int32Array {
  const { sector } = world.organisations.columns
  const weights = new Float64Array(world.sectors.count)
  for (const { firm } of applications) weights[sector[firm]]++
  let sum = 0
  world.sectors.names.forEach((name, index) => {
    weights[index] *= policy[`fund.sectorWeights.${name}` as keyof Policy] ?? 1
    sum += weights[index]
  })
  return sum > 0 ? apportion(grants, weights) : new Int32Array(world.sectors.count)
}

/**
 * The highest score that did not win in each sector; where all won, the lowest. `applications` are ranked. Returns 1 for each
 * sector in which somebody was turned away.
 */
function noteCutoffs(world: World, applications: readonly Application[]): Uint8Array {
  const { sector, grantStatus } = world.organisations.columns
  const refused = new Uint8Array(world.sectors.count)
  for (const { firm, score } of applications) {
    if (refused[sector[firm]] === 1) continue
    world.grantCutoffs[sector[firm]] = score
    if (grantStatus[firm] === 1) refused[sector[firm]] = 1
  }
  return refused
}

/**
 * Where nobody was turned away there is less to fear than was thought, by a standard deviation of merit: a bar that stayed
 * would keep firms off for ever.
 */
function expectCutoff({ expectedCutoffs }: World, call: number, cutoff: number, refusing: boolean, memory: number): void {
  const seen = refusing ? cutoff : Math.min(cutoff, expectedCutoffs[call]) - 1
  expectedCutoffs[call] += memory * (seen - expectedCutoffs[call])
}

/** The call of the innovation fund. It passes over a firm whose project it sees to be funded, where a register shows it. */
export function decideInnovationFund(call: Call, applications: Application[], budget: number): void {
  const { world, policy, parameters, random } = call
  const c = world.organisations.columns
  const reviews = Math.round(parameters.reviewCost) * applications.length
  transfer(world.ledger, purposeIndex.innovationAppropriation, 0, 0, reviews)
  transfer(world.ledger, purposeIndex.innovationReviews, 0, 0, reviews)
  rank(world, applications)
  const grant = Math.round(parameters.innovationGrant)
  const grants = Math.floor(budget / grant)
  const won = new Set<number>()
  let cutoff = applications.length > 0 ? applications[applications.length - 1].score : world.expectedCutoffs[world.sectors.count]
  for (const { firm, score } of applications) {
    if (won.size >= grants) {
      cutoff = score
      break
    }
    const funded = c.grantStatus[firm] === 2
    if (funded && seenInRegister(world, random, firm, policy.general['coordination.coherence'])) continue
    const paid = beginProject(world, firm, grant, policyOf(policy, world, firm), call.diversion, parameters)
    transfer(world.ledger, purposeIndex.innovationGrants, 0, firm, paid)
    noteGrant(world, firm, 'awarded', 'innovation fund', grant, paid)
    c.innovationRest[firm] = grant - paid
    won.add(firm)
    world.events.grantMoneyAwarded += grant
    if (funded) world.events.doubleFunding += grant
  }
  world.events.grantsAwarded += won.size
  expectCutoff(world, world.sectors.count, cutoff, won.size < applications.length, parameters.cutoffMemory)
  tellResults(world, applications, (firm) => won.has(firm), () => cutoff)
}

/** A winner sees a promise kept; one who was refused although a fair score is above the published cut-off sees it broken. */
function tellResults(world: World, applications: readonly Application[], won: (firm: number) => boolean, cutoff: (firm: number) => number): void {
  const { promisesKept, promisesBroken } = world.organisations.columns
  for (const { firm, fairScore } of applications) {
    if (won(firm)) promisesKept[firm]++
    else if (fairScore > cutoff(firm)) promisesBroken[firm]++
  }
}
