/** Firms in need: who sells shares, who asks a bank, and with what security. */
import { log, normalCdf } from '../../world/arithmetic.ts'
import { netWorth, workingCapital } from '../../world/firm.ts'
import type { Randomness } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import type { Parameters } from '../lend.ts'
import { securityOf } from './collateral.ts'
import { type Issuer, possibleIssue, sellShares } from './listing.ts'
import { guaranteeRequest, lendPlain, screeningCost } from './judging.ts'
import { type Office, type PlainLoan, subsidyShare, unmatched } from './office.ts'
import { smallOrMicro } from './quota.ts'
import { defaultChance, lossBuffer, lossGivenDefault, type Prospect, requiredRate, yearlyProfitSpread } from './risk.ts'

/** Every firm in need, those first that sell shares. */
export function askForMoney(office: Office, random: Randomness): void {
  const { world, policy, parameters } = office
  const { meanRevenue } = world.organisations.columns
  const places = (policy['finance.directAccess'] * world.firmCount) / 4
  const issuers: Issuer[] = []
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    const need = needOf(world, firm, parameters)
    if (need === 0) continue
    const proceeds = places > 0 ? possibleIssue(world, firm, need, parameters) : 0
    if (proceeds > 0) issuers.push({ firm, need, proceeds })
    else seekLoan(office, firm, need)
  }
  for (const { firm, need } of sellShares(world, issuers, places, parameters, random)) {
    if (need > parameters.smallestNeed * meanRevenue[firm]) seekLoan(office, firm, need)
  }
}

/** Yuan that a firm lacks for its plans, the principal due and a reserve; 0 when it is too little or a loan still runs. */
function needOf(world: World, firm: number, parameters: Parameters): number {
  const { cash, loan, loanDue, rdPlan, investmentPlan, meanProfit, meanRevenue } = world.organisations.columns
  if (loan[firm] > 0 && loanDue[firm] > world.step) return 0
  const wanted =
    investmentPlan[firm] + rdPlan[firm] + loan[firm] - Math.max(0, meanProfit[firm])
    + parameters.precaution * workingCapital(world, firm, meanRevenue[firm])
  const need = Math.round(wanted - cash[firm])
  return need > parameters.smallestNeed * meanRevenue[firm] ? need : 0
}

function seekLoan(office: Office, firm: number, need: number): void {
  const { world, policy, parameters, draws } = office
  const c = world.organisations.columns
  const owner = c.id[firm]
  c.lastNeed[firm] = world.step

  // What the firm itself knows.
  const loss = lossGivenDefault(world, firm, parameters.liquidation, need, 0)
  const buffer = lossBuffer(world, firm, parameters.liquidation, parameters.horizon, c.loan[firm])
  const spread = yearlyProfitSpread(world, firm, parameters.horizon)
  const prospect = { loss, buffer, spread, logRisk: log(c.riskiness[firm]) }
  const truth = defaultChance(buffer, spread * c.riskiness[firm])
  c.defaultRisk[firm] = truth
  const plain = plainLoan(office, firm, need, prospect)
  const offered = plain.amount
  const enough = offered >= parameters.leastPart * need
  const eligible = offered < need && c.large[firm] === 0 && netWorth(world, firm) >= world.eligibleNetWorth
  const applicant = { firm, need, offered, prospect, refused: false }

  // First gate: asking. A firm that expects a refusal, or too little, does not ask.
  const amount = eligible ? need : offered
  const cost = screeningCost(office, firm, 1) / Math.max(1, amount)
  const expected = requiredRate(parameters.fundingCost, parameters.hurdle, truth, eligible ? loss : plain.loss, cost)
  const chance = enough || eligible ? normalCdf((parameters.highestRate - expected) / parameters.guess) : 0
  const subsidy = subsidyShare(office, firm, amount, expected) * expected * c.confidence[firm]
  if (chance * (parameters.benefit + subsidy) * amount < unmatched(world, firm) * parameters.applicationCost) {
    c.lastDiscouraged[firm] = world.step
    office.unserved.push(applicant)
    return
  }
  c.lastApplication[firm] = world.step
  world.events.loanApplications++

  // Second gate: being refused; third: getting less than asked, where collateral ends.
  if (draws.uniform(owner, 0) < parameters.refusal) {
    office.unserved.push({ ...applicant, refused: true })
    return
  }
  const request = eligible && policy['guarantee.coverage'] > 0 ? guaranteeRequest(office, firm, need, prospect) : undefined
  if (request) office.requests.push({ ...request, otherwise: enough ? plain : undefined, applicant })
  else if (enough) lendPlain(office, plain, applicant)
  else office.unserved.push(applicant)
}

/** What the firm's collateral is good for. Banks that miss a larger quota count more of it in small and micro firms. */
function plainLoan(office: Office, firm: number, need: number, prospect: Prospect): PlainLoan {
  const { world, parameters } = office
  const { secured, pledge, personal } = securityOf(world, firm, office.accepted, parameters)
  const relief = world.lending.relief > 1 && smallOrMicro(world, firm, parameters) ? world.lending.relief : 1
  const limit = Math.floor(secured * relief)
  const amount = Math.min(need, limit)
  const part = limit > 0 ? amount / limit : 0
  const pledged = { pledge: Math.floor(pledge * part), personal: Math.floor(personal * part) }
  const loss = lossGivenDefault(world, firm, parameters.liquidation, need, pledged.pledge + pledged.personal)
  return { firm, amount, loss, ...pledged, prospect }
}
