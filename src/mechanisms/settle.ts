/**
 * Interest, repayment, default, and who bears the loss: agencies, and neighbours who stood for each other, some of whom
 * fail in turn; then the books of banks and agencies, and how cautious agencies become when payouts exceed what their
 * owners tolerate.
 */
import { standingFor, workingCapital } from '../world/firm.ts'
import { noteLoan } from '../world/journal.ts'
import { balancesOf, purposeIndex, SME_FUND, transfer } from '../world/ledger.ts'
import type { Randomness } from '../world/random.ts'
import type { World } from '../world/world.ts'
import { USUAL_PRESSURE } from './lend/guarantee.ts'
import { agencyShareOf, endLoan, releaseGuarantee, repay } from './lend/loans.ts'
import { mechanism, type ParameterValues, type Policy } from './mechanism.ts'
import { settlementParameters } from './settle/costs.ts'

const parameters = {
  ...settlementParameters,
  tied: {
    unit: 'share of working capital', default: 0.7, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'most working capital of SMEs is stocks and claims on customers',
    meaning: 'working capital that cannot be turned into cash to repay a loan',
  },
  tiedLoss: {
    unit: 'share', default: 1, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'claims and stocks of failed firms hardly cover wages and taxes, which come first', meaning: 'loss on tied working capital when a firm fails',
  },
  alarm: {
    unit: 'margin per excess payout ratio', default: 0.3, minimum: 0, maximum: 5,
    mark: 'assumed', source: 'R31: agencies withdrew when payouts rose from 1.3 to 3.3 %',
    meaning: 'margin that an agency adds, at a required return of 5 %, when payouts exceed the tolerated ratio',
  },
  credibility: {
    unit: 'yuan', default: 400e6, minimum: 0, maximum: 1e10,
    mark: 'assumed', source: 'credibility theory (Buhlmann 1967); 50 guaranteed loans, of which one is paid out in a year',
    meaning: "ended guarantees whose payout ratio counts as much as what was expected before: for an agency that of all, for all what is tolerated",
  },
  memory: {
    unit: 'share per quarter', default: 0.25, minimum: 0.05, maximum: 1,
    mark: 'assumed', source: 'a year', meaning: 'weight of the latest quarter in what an agency looks back on',
  },
  badLoans: {
    unit: 'share per quarter', default: 0.25, minimum: 0.05, maximum: 1,
    mark: 'assumed', source: 'bad loans stay in the books for about a year', meaning: 'bad loans struck off in a quarter',
  },
  guaranteedDefaults: {
    unit: 'multiple', default: 1, minimum: 1, maximum: 20,
    mark: 'assumed', source: 'R31: payouts rose from 1.3 to 3.3 %; with dated steps it writes a shock',
    meaning: 'defaults of borrowers with an agency guarantee, as a multiple of what they would be',
  },
  riskMemory: {
    unit: 'share per quarter', default: 0.05, minimum: 0.01, maximum: 1,
    mark: 'assumed', source: 'five years', meaning: 'weight of the latest quarter in the usual default rate of guaranteed borrowers',
  },
} as const
type Parameters = ParameterValues<typeof parameters>

export const settle = mechanism({
  name: 'settle',
  purpose: 'interest, repayment, default, guarantee payout, compensation, replenishment; books and caution of agencies and banks',
  parameters,
  switchable: false,
  indispensable: 'debts would never be served: loans would not fall due, and banks and agencies would have no books',
  run(world, inForce, parameters, random) {
    const policy = inForce.general
    const { loan } = world.organisations.columns
    const { bad } = world.banks.columns
    for (let bank = 0; bank < world.banks.count; bank++) bad[bank] *= 1 - parameters.badLoans
    forgetAgencies(world, parameters)
    subsidiseInterest(world)
    for (let visit = 0; visit < world.firmCount; visit++) {
      const firm = world.visits[visit]
      if (loan[firm] === 0) continue
      world.events.borrowers++
      serve(world, firm, parameters)
    }
    strikeGuaranteed(world, parameters, random)
    failAll(world, policy, parameters)
    world.guaranteeYear[world.step % 4] = world.events.guaranteePayouts
    world.guaranteeYear[4 + (world.step % 4)] = world.events.guaranteesReleased
    closeBanks(world, parameters)
    closeAgencies(world, policy, parameters)
  },
})

function forgetAgencies(world: World, parameters: Parameters): void {
  const { meanPayouts, meanReleased } = world.agencies.columns
  for (let agency = 0; agency < world.agencies.count; agency++) {
    meanPayouts[agency] = Math.round(meanPayouts[agency] * (1 - parameters.memory))
    meanReleased[agency] = Math.round(meanReleased[agency] * (1 - parameters.memory))
  }
}

/** The fund pays back the promised part of the interest; in order of identity, which decides only when its money runs out. */
function subsidiseInterest(world: World): void {
  const { loan, loanRate, loanSubsidyShare, promisesKept, promisesBroken } = world.organisations.columns
  const money = balancesOf(world.ledger, 'government:sme-fund')
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.firms[i]
    if (loanSubsidyShare[firm] === 0 || loan[firm] === 0) continue
    const promised = Math.round(loanSubsidyShare[firm] * Math.round((loan[firm] * loanRate[firm]) / 4))
    const paid = Math.min(promised, money[SME_FUND.interest])
    transfer(world.ledger, purposeIndex.interestSubsidies, SME_FUND.interest, firm, paid)
    if (paid < promised) promisesBroken[firm]++
    else promisesKept[firm]++
  }
}

/** Interest each quarter, the principal when it falls due. A firm that cannot pay has failed. */
function serve(world: World, firm: number, parameters: Parameters): void {
  const { cash, loan, loanRate, loanDue, insolvent, meanRevenue } = world.organisations.columns
  const interest = Math.round((loan[firm] * loanRate[firm]) / 4)
  const paid = Math.min(interest, cash[firm])
  payInterest(world, firm, paid)
  if (paid < interest) insolvent[firm] = 1
  if (loanDue[firm] > world.step || insolvent[firm] === 1) return
  const liquid = cash[firm] - parameters.tied * workingCapital(world, firm, meanRevenue[firm])
  if (liquid < loan[firm]) insolvent[firm] = 1
  else repay(world, firm, loan[firm])
}

function payInterest({ ledger, organisations }: World, firm: number, paid: number): void {
  const { loanBank, loanInnovative } = organisations.columns
  if (loanInnovative[firm] === 0) return transfer(ledger, purposeIndex.interest, firm, loanBank[firm], paid)
  transfer(ledger, purposeIndex.innovativeInterest, firm, 0, paid)
  transfer(ledger, purposeIndex.innovativeReturns, 0, 0, paid)
}

/**
 * A shock: so many more guaranteed borrowers fail that their defaults are multiplied. The usual rate is what was seen
 * without shocks, looked back on for about five years.
 */
function strikeGuaranteed(world: World, parameters: Parameters, random: Randomness): void {
  const { id, loan, loanAgency, insolvent } = world.organisations.columns
  const { lending } = world
  const chance = (parameters.guaranteedDefaults - 1) * lending.guaranteedDefaults
  const draws = random.site('settle.shock', world.step)
  let borrowers = 0
  let defaults = 0
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (loan[firm] === 0 || loanAgency[firm] === 0) continue
    borrowers++
    defaults += insolvent[firm]
    if (chance > 0 && draws.uniform(id[firm], 0) < chance) insolvent[firm] = 1
  }
  if (borrowers > 0) lending.guaranteedDefaults += parameters.riskMemory * (defaults / borrowers - lending.guaranteedDefaults)
}

/**
 * Failures in waves: a guarantor that cannot pay for the loan of another fails in the next. Within a wave claims are met
 * in order of identity: the order decides only when the capital of an agency or the cash of a guarantor runs out.
 */
function failAll(world: World, policy: Policy, parameters: Parameters): void {
  const { id, loan, insolvent } = world.organisations.columns
  let wave: number[] = []
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (loan[firm] > 0 && insolvent[firm] === 1) wave.push(firm)
  }
  while (wave.length > 0) {
    const struck: number[] = []
    wave.sort((a, b) => id[a] - id[b])
    for (const firm of wave) fail(world, firm, policy, parameters, struck)
    wave = struck.filter((firm) => loan[firm] > 0)
  }
}

/** Assets are sold, the lender takes what there is, and the rest of the principal is lost to those who agreed to bear it. */
function fail(world: World, firm: number, policy: Policy, parameters: Parameters, struck: number[]): void {
  const { assets, cash, loan, loanPledge, loanAgency, loanCoverage, loanInnovative, meanRevenue } = world.organisations.columns
  world.events.defaults++
  const tied = Math.min(cash[firm], parameters.tied * workingCapital(world, firm, meanRevenue[firm]))
  transfer(world.ledger, purposeIndex.writeDowns, firm, 0, Math.floor(parameters.tiedLoss * tied))
  transfer(world.ledger, purposeIndex.liquidation, 0, firm, Math.round(parameters.liquidation * assets[firm]))
  transfer(world.ledger, purposeIndex.pledges, 0, firm, Math.min(loanPledge[firm], Math.max(0, loan[firm] - cash[firm])))
  assets[firm] = 0
  const principal = loan[firm]
  const recovered = Math.min(cash[firm], principal)
  const lost = principal - recovered
  world.ledger.writtenOff += lost
  if (loanInnovative[firm] === 1) {
    noteLoan(world, firm, 'defaulted')
    transfer(world.ledger, purposeIndex.innovativeRepayments, firm, 0, recovered)
    transfer(world.ledger, purposeIndex.innovativeReturns, 0, 0, recovered)
    world.lending.innovative -= principal
  } else {
    const bank = world.organisations.columns.loanBank[firm]
    transfer(world.ledger, purposeIndex.repayments, firm, bank, recovered)
    callOwnersAndPeers(world, firm, lost, parameters, struck)
    const guaranteed = loanAgency[firm] > 0 ? payGuarantee(world, firm, Math.round(lost * loanCoverage[firm]), policy, parameters) : undefined
    noteLoan(world, firm, 'defaulted', guaranteed?.payout, guaranteed?.byGovernment)
    // The bank pays its own lenders back in full: what it neither recovered nor was paid out for is its loss.
    transfer(world.ledger, purposeIndex.bankFundingReturned, bank, 0, principal)
    releaseGuarantee(world, firm)
    world.banks.columns.lent[bank] -= principal
    world.banks.columns.bad[bank] += principal
  }
  endLoan(world, firm)
}

/**
 * Owners pay what they have promised; firms that stood for the loan pay the rest in equal parts. One that would have to
 * touch what its production ties up pays what it can and fails itself. Guarantors that are gone pay nothing.
 */
function callOwnersAndPeers(world: World, firm: number, lost: number, parameters: Parameters, struck: number[]): void {
  const { cash, insolvent, loanBank, loanPersonal, meanRevenue } = world.organisations.columns
  const byOwners = Math.min(loanPersonal[firm], lost)
  transfer(world.ledger, purposeIndex.ownersGuarantees, 0, loanBank[firm], byOwners)
  const standing = standingFor(world, firm).filter((peer) => insolvent[peer] === 0)
  const part = Math.floor((lost - byOwners) / Math.max(1, standing.length))
  for (const peer of standing) {
    const liquid = Math.max(0, Math.floor(cash[peer] - parameters.tied * workingCapital(world, peer, meanRevenue[peer])))
    transfer(world.ledger, purposeIndex.peerPayouts, peer, loanBank[firm], Math.min(part, liquid))
    if (part <= liquid) continue
    insolvent[peer] = 1
    struck.push(peer)
  }
}

/**
 * The agency pays the bank the covered loss less the bank's share, as far as its capital reaches; owners' pledges,
 * re-guarantor and government bear their parts, and government may compensate part of the agency's own. Yuan that the bank got,
 * and yuan of it that government paid.
 */
function payGuarantee(
  world: World, firm: number, covered: number, policy: Policy, parameters: Parameters,
): { payout: number; byGovernment: number } {
  const c = world.organisations.columns
  const { ledger } = world
  const agency = c.loanAgency[firm] - 1
  const capital = balancesOf(ledger, 'agencies')
  const reguarantorCapital = balancesOf(ledger, 'reguarantor')
  const payout = Math.min(Math.round(covered * (1 - c.loanBankShare[firm])), capital[agency])
  transfer(ledger, purposeIndex.payouts, agency, c.loanBank[firm], payout)
  const recovered = Math.round(payout * parameters.recovery)
  transfer(ledger, purposeIndex.recoveries, 0, agency, recovered)

  const net = payout - recovered
  const shared = 1 - c.loanBankShare[firm]
  const byReguarantor = Math.min(reguarantorCapital[0], shared > 0 ? Math.round((net * c.loanReguaranteeShare[firm]) / shared) : 0)
  const byGovernment = shared > 0 ? Math.round((net * c.loanGovernmentShare[firm]) / shared) : 0
  transfer(ledger, purposeIndex.reguaranteePayouts, 0, agency, byReguarantor)
  const compensated = Math.round(Math.max(0, net - byReguarantor - byGovernment) * policy['guarantee.compensation'])
  transfer(ledger, purposeIndex.guaranteeAppropriation, 0, 0, byGovernment + compensated)
  transfer(ledger, purposeIndex.sharedLosses, 0, agency, byGovernment)
  transfer(ledger, purposeIndex.riskCompensation, 0, agency, compensated)

  world.events.guaranteePayouts += payout
  world.agencies.columns.meanPayouts[agency] += Math.round(net * agencyShareOf(world, firm) / Math.max(shared, 0.01)) - compensated
  return { payout, byGovernment: byGovernment + compensated }
}

/** Banks pay for what they borrowed; owners take profits and make losses good, so a bank's account ends at 0. */
function closeBanks(world: World, parameters: Parameters): void {
  const balances = balancesOf(world.ledger, 'banks')
  const { lent } = world.banks.columns
  for (let bank = 0; bank < world.banks.count; bank++) {
    transfer(world.ledger, purposeIndex.bankFundingCost, bank, 0, Math.round((lent[bank] * parameters.fundingCost) / 4))
    if (balances[bank] >= 0) transfer(world.ledger, purposeIndex.bankDividends, bank, 0, balances[bank])
    else transfer(world.ledger, purposeIndex.bankCapital, 0, bank, -balances[bank])
  }
}

/**
 * The payout ratio that somebody reckons with who looks back on so many yuan of ended guarantees: what was seen as far as it
 * suffices to tell, `expected` for the rest (credibility theory). A payout among few guarantees is taken for bad luck.
 */
export function credibleRatio(payouts: number, released: number, expected: number, credibility: number): number {
  const known = released + credibility
  return known > 0 ? (payouts + credibility * expected) / known : expected
}

/** What all agencies together show; without guarantees, what is tolerated. */
function ratioOfAll({ agencies }: World, tolerance: number, credibility: number): number {
  const { meanPayouts, meanReleased } = agencies.columns
  let payouts = 0
  let released = 0
  for (let agency = 0; agency < agencies.count; agency++) {
    payouts += meanPayouts[agency]
    released += meanReleased[agency]
  }
  return credibleRatio(payouts, released, tolerance, credibility)
}

function closeAgencies(world: World, policy: Policy, parameters: Parameters): void {
  const { ledger } = world
  const capital = balancesOf(ledger, 'agencies')
  const { paidIn, guaranteed, caution, meanPayouts, meanReleased } = world.agencies.columns
  const generalMeeting = world.quarter % 4 === 3
  const tolerance = policy['guarantee.tolerance']
  const usual = ratioOfAll(world, tolerance, parameters.credibility)
  for (let agency = 0; agency < world.agencies.count; agency++) {
    transfer(ledger, purposeIndex.agencyIncome, 0, agency, Math.round((capital[agency] * parameters.capitalIncome) / 4))
    const costs = Math.min(capital[agency], Math.round((guaranteed[agency] * parameters.agencyCost) / 4))
    transfer(ledger, purposeIndex.agencyCosts, agency, 0, costs)
    // Judged on profit, an agency asks for more margin the further payouts exceed what is tolerated.
    const pressure = policy['guarantee.profitPressure'] / USUAL_PRESSURE
    const ratio = credibleRatio(meanPayouts[agency], meanReleased[agency], usual, parameters.credibility)
    caution[agency] = parameters.alarm * pressure * Math.max(0, ratio - tolerance)
    if (generalMeeting) holdMeeting(world, agency, paidIn[agency], policy)
  }
  if (generalMeeting) closeReguarantor(world, parameters)
}

/** Once a year: profit above the paid-in capital is withdrawn, part of a lack is replenished by government. */
function holdMeeting(world: World, agency: number, paidIn: number, policy: Policy): void {
  const capital = balancesOf(world.ledger, 'agencies')
  if (capital[agency] > paidIn) transfer(world.ledger, purposeIndex.agencyDividends, agency, 0, capital[agency] - paidIn)
  const replenished = Math.round(policy['guarantee.replenishment'] * Math.max(0, paidIn - capital[agency]))
  // What is made good is no loss that owners would answer with caution.
  const { meanPayouts } = world.agencies.columns
  meanPayouts[agency] = Math.max(0, meanPayouts[agency] - replenished)
  transfer(world.ledger, purposeIndex.guaranteeAppropriation, 0, 0, replenished)
  transfer(world.ledger, purposeIndex.replenishment, 0, agency, replenished)
}

/** The re-guarantor belongs to government, which makes its losses good and takes nothing out below its capital. */
function closeReguarantor(world: World, parameters: Parameters): void {
  const capital = balancesOf(world.ledger, 'reguarantor')
  const paidIn = Math.round(world.region.population.reguarantorCapital.value * 1e6 * world.scale)
  transfer(world.ledger, purposeIndex.reguarantorIncome, 0, 0, Math.round(capital[0] * parameters.capitalIncome))
  const difference = capital[0] - paidIn
  if (difference > 0) transfer(world.ledger, purposeIndex.reguarantorDividends, 0, 0, difference)
  else {
    transfer(world.ledger, purposeIndex.guaranteeAppropriation, 0, 0, -difference)
    transfer(world.ledger, purposeIndex.reguarantorCapital, 0, 0, -difference)
  }
}
