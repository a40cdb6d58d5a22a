/** How ties end: a joint project succeeds or fails, nothing new is left to learn, the money runs out, a partner is gone. */
import { quarterlyWages } from '../../world/firm.ts'
import { noteTie } from '../../world/journal.ts'
import { commonGround, countShared, countSpecialisms, nearness, novelty, partnerValue } from '../../world/knowledge.ts'
import { balancesOf, purposeIndex, SME_FUND, transfer } from '../../world/ledger.ts'
import type { Randomness } from '../../world/random.ts'
import { compact } from '../../world/table.ts'
import { EXPIRY, FAILURE, indexTies, INSTITUTE_TIE, PARTNER_GONE, RUNNING, SUCCESS, UNIVERSITY_TIE } from '../../world/ties.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues, PolicyInForce } from '../mechanism.ts'
import { expectedSupport, type supportParameters } from './support.ts'

export const endingParameters = {
  projectRate: {
    unit: 'per quarter', default: 0.032, minimum: 0, maximum: 0.3,
    mark: 'derived', source: 'VT18: dissolution of 0.15-0.30 a year, half of it success or failure',
    meaning: 'joint projects that come to their end, one way or the other',
  },
  unclearRights: {
    unit: 'share', default: 0.8, minimum: 0, maximum: 5,
    mark: 'assumed', source: 'L19: renegotiation in 0.3 of contracts',
    meaning: 'how much more often a contract fails whose rights were not settled before it started',
  },
  rivalConflict: {
    unit: 'share', default: 0.5, minimum: 0, maximum: 5,
    mark: 'assumed', source: 'R54: consortia are weaker when members compete',
    meaning: 'how much more often projects of rivals fail',
  },
  expiryRate: {
    unit: 'per quarter', default: 0.085, minimum: 0, maximum: 0.5,
    mark: 'derived', source: 'VT18: about half of all endings are expiry or withdrawal',
    meaning: 'how often a tie ends that brings nothing any more to one of its firms',
  },
  enoughValue: {
    unit: 'novelty times understandability', default: 0.05, minimum: 0.005, maximum: 0.5,
    mark: 'assumed', source: 'half of what a well chosen partner is worth',
    meaning: 'value of the partner at which the rate of expiry is halved',
  },
  tieFee: {
    unit: 'yuan per quarter', default: 15_000, minimum: 0, maximum: 200_000,
    mark: 'assumed', source: 'travel and coordination of a joint project',
    meaning: 'what each firm pays to run a tie with another firm',
  },
  contractFee: {
    unit: 'yuan per quarter', default: 30_000, minimum: 0, maximum: 500_000,
    mark: 'assumed', source: 'small contracts; the mean contract of R10 (4.1 million yuan) is one of large clients',
    meaning: 'what a firm pays to a university or institute for a running contract',
  },
} as const satisfies ParameterDeclarations

/** Chance that a joint project that ends has succeeded: partners must trust and understand each other. */
export function successChance(trust: number, ground: number): number {
  return trust * ground
}

/** Rate of expiry when the firm that gains least has a partner of this value. */
export function expiryHazard(value: number, expiryRate: number, enoughValue: number): number {
  return (expiryRate * enoughValue) / (enoughValue + value)
}

export const isContract = (kind: number): boolean => kind === UNIVERSITY_TIE || kind === INSTITUTE_TIE

/** Overlap of the partners of a tie as it is now. */
export function lookAgain(world: World, tie: number): void {
  const { specialisms } = world.organisations.columns
  const { first, second, noveltyToFirst, noveltyToSecond, commonGround: ground } = world.ties.table.columns
  const shared = countShared(specialisms, first[tie], second[tie])
  const firstCount = countSpecialisms(specialisms, first[tie])
  const secondCount = countSpecialisms(specialisms, second[tie])
  noveltyToFirst[tie] = novelty(shared, secondCount)
  noveltyToSecond[tie] = novelty(shared, firstCount)
  ground[tie] = commonGround(shared, firstCount, secondCount)
}

type Parameters = ParameterValues<typeof endingParameters & typeof supportParameters> & {
  readonly trustGrowth: number
  readonly contributionWorth: number
}

/** A quarter in the life of all running ties: trust grows, fees fall due, some end. */
export function ageTies(world: World, policy: PolicyInForce, parameters: Parameters, random: Randomness): void {
  const { table } = world.ties
  const { id } = world.organisations.columns
  const { first, second, outcome, endWait, trust } = table.columns
  const endings = random.site('partner.ending', world.step)
  for (let tie = 0; tie < table.count; tie++) {
    if (outcome[tie] !== RUNNING) continue
    lookAgain(world, tie)
    trust[tie] += parameters.trustGrowth * (1 - trust[tie])
    if (!payFees(world, tie, policy.general['talent.inventorShare'], parameters)) {
      endTie(world, tie, FAILURE)
      continue
    }
    const { success, failure, expiry } = endingHazards(world, tie, policy, parameters)
    const total = success + failure + expiry
    endWait[tie] -= total
    if (endWait[tie] > 0) continue
    const draw = endings.pairUniform(id[first[tie]], id[second[tie]]) * total
    endTie(world, tie, draw < success ? SUCCESS : draw < success + failure ? FAILURE : EXPIRY)
  }
}

/** Hazards of this quarter by reason. */
export function endingHazards(
  world: World, tie: number, policy: PolicyInForce, parameters: Parameters,
): { success: number; failure: number; expiry: number } {
  const { kind, rivals, clearRights, commonGround: ground, trust } = world.ties.table.columns
  const chance = successChance(trust[tie], ground[tie])
  const quarrel =
    1 +
    (rivals[tie] === 1 ? parameters.rivalConflict : 0) +
    (isContract(kind[tie]) && clearRights[tie] === 0 ? parameters.unclearRights : 0)
  return {
    success: parameters.projectRate * chance,
    failure: parameters.projectRate * (1 - chance) * quarrel,
    expiry: expiryHazard(leastValue(world, tie, policy, parameters), parameters.expiryRate, parameters.enoughValue),
  }
}

/** Value of the tie to the firm that gains least; nothing to a firm that does no R&D. Institutions are paid instead. */
function leastValue(world: World, tie: number, policy: PolicyInForce, parameters: Parameters): number {
  const { first, second, noveltyToFirst, noveltyToSecond } = world.ties.table.columns
  return Math.min(
    valueTo(world, tie, first[tie], second[tie], noveltyToFirst[tie], policy, parameters),
    valueTo(world, tie, second[tie], first[tie], noveltyToSecond[tie], policy, parameters),
  )
}

function valueTo(
  world: World, tie: number, row: number, other: number, newShare: number, policy: PolicyInForce, parameters: Parameters,
): number {
  if (row < world.institutions) return Infinity
  const { absorptive, knowledge, rdPlan } = world.organisations.columns
  if (rdPlan[row] <= 0) return 0
  const { commonGround: ground } = world.ties.table.columns
  // Money that the tie brings counts as what it does for R&D.
  const support = 1 + expectedSupport(world, row, other, policy, parameters) / parameters.contributionWorth
  return support * partnerValue(newShare, ground[tie], nearness(knowledge, row, other), absorptive[row])
}

/** Money that a firm can spend on ties: survival comes first, so a quarter's wages stay untouched. */
export function spareCash(world: World, firm: number): number {
  return world.organisations.columns.cash[firm] - quarterlyWages(world, firm)
}

/** False when a firm cannot pay; nobody has paid then. */
function payFees(world: World, tie: number, inventorShare: number, parameters: Parameters): boolean {
  const { first, second, kind } = world.ties.table.columns
  const contract = isContract(kind[tie])
  const fee = Math.round(contract ? parameters.contractFee : parameters.tieFee)
  const firstPays = first[tie] >= world.institutions
  const secondPays = second[tie] >= world.institutions
  if (firstPays && spareCash(world, first[tie]) < fee) return false
  if (secondPays && spareCash(world, second[tie]) < fee) return false
  payForTie(world, first[tie], second[tie], fee, inventorShare)
  return true
}

/** False when a firm cannot pay its part because the money for vouchers, which it counted on, has run out. */
export function canPay(world: World, row: number, cost: number): boolean {
  const { cash, voucher } = world.organisations.columns
  if (row < world.institutions || voucher[row] === 0) return true
  return cash[row] + Math.min(voucher[row], balancesOf(world.ledger, 'government:sme-fund')[SME_FUND.services]) >= cost
}

/** The fund pays the firm's voucher out, up to what the tie costs and as far as money goes; what is left of it is void. */
export function useVoucher(world: World, row: number, cost: number): void {
  const { voucher, promisesKept, promisesBroken } = world.organisations.columns
  if (voucher[row] === 0) return
  const money = balancesOf(world.ledger, 'government:sme-fund')[SME_FUND.services]
  const paid = Math.min(cost, voucher[row], money)
  world.vouchersUsed += voucher[row]
  transfer(world.ledger, purposeIndex.serviceVouchers, SME_FUND.services, row, paid)
  if (paid < Math.min(cost, voucher[row])) promisesBroken[row]++
  else promisesKept[row]++
  voucher[row] = 0
}

/**
 * Every firm of a pair pays `amount`: for work on the tie, or to the institution that it works with, which gives the
 * academics their share.
 */
export function payForTie(world: World, one: number, other: number, amount: number, inventorShare: number): void {
  const { institutions, ledger } = world
  const institution = Math.min(one, other)
  if (institution < institutions) {
    transfer(ledger, purposeIndex.technologyContracts, Math.max(one, other), institution, amount)
    transfer(ledger, purposeIndex.inventorIncome, institution, 0, Math.round(amount * inventorShare))
  } else {
    transfer(ledger, purposeIndex.collaboration, one, 0, amount)
    transfer(ledger, purposeIndex.collaboration, other, 0, amount)
  }
}

function endTie(world: World, tie: number, outcome: number): void {
  const { columns } = world.ties.table
  const { degree } = world.organisations.columns
  columns.outcome[tie] = outcome
  columns.end[tie] = world.step
  degree[columns.first[tie]]--
  degree[columns.second[tie]]--
  world.events.endedTies++
  noteTie(world, tie, 'ended')
}

/**
 * For a firm that ends: its running ties end and the ended ones are no longer remembered. Its row may be used again only
 * after `dropGoneTies`.
 */
export function endTiesOf(world: World, row: number): void {
  const { table, starts, list } = world.ties
  for (let entry = starts[row]; entry < starts[row + 1]; entry++) {
    const tie = list[entry]
    if (table.columns.outcome[tie] === RUNNING) endTie(world, tie, PARTNER_GONE)
    else table.columns.outcome[tie] = PARTNER_GONE
  }
}

/** Removes the ties that `endTiesOf` marked. */
export function dropGoneTies(world: World): void {
  const { outcome } = world.ties.table.columns
  compact(world.ties.table, (tie) => outcome[tie] !== PARTNER_GONE)
  indexTies(world.ties, world.organisations.capacity)
}

/** Removes ended ties that nobody remembers any more. */
export function dropForgottenTies(world: World, memory: number): void {
  const { outcome, end } = world.ties.table.columns
  compact(world.ties.table, (tie) => outcome[tie] === RUNNING || end[tie] > world.step - memory)
  indexTies(world.ties, world.organisations.capacity)
}
