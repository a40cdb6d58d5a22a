/** Banks look at a firm, with or without an agency beside them. */
import { exp } from '../../world/arithmetic.ts'
import { balancesOf, purposeIndex, transfer } from '../../world/ledger.ts'
import type { Draws } from '../../world/random.ts'
import { guaranteeMargin, type Request } from './guarantee.ts'
import { NO_PEERS } from './loans.ts'
import { type Applicant, type Office, type PlainLoan, unmatched } from './office.ts'
import { defaultChance, type Prospect, requiredRate, screeningEffort, seenLogRisk } from './risk.ts'

/** A loan against collateral, if the rate that covers its risk as the bank sees it is one it may ask. */
export function lendPlain(office: Office, plain: PlainLoan, applicant: Applicant): void {
  const { parameters } = office
  const { firm, amount, loss, pledge, personal, prospect } = plain
  const { rate, risk } = judge(office, firm, amount, prospect, loss)
  if (rate > parameters.highestRate) {
    office.unserved.push({ ...applicant, refused: true })
    return
  }
  payScreening(office, firm, screeningEffort(1, parameters.screening))
  office.agreed.push({ firm, amount, rate: Math.max(rate, parameters.lowestRate), risk, agency: 0, pledge, personal, peers: NO_PEERS, applicant })
}

/** The rate that a bank must ask when it bears the whole loss, and the risk as it sees it. */
export function judge(office: Office, firm: number, amount: number, prospect: Prospect, loss: number): { rate: number; risk: number } {
  const { parameters, draws } = office
  const effort = screeningEffort(1, parameters.screening)
  const risk = seenByBank(office, firm, prospect, effort, draws)
  const cost = screeningCost(office, firm, effort) / amount
  return { rate: requiredRate(parameters.fundingCost, parameters.hurdle, risk, loss, cost), risk }
}

function seenByBank(office: Office, firm: number, prospect: Prospect, effort: number, draws: Draws): number {
  const noise = draws.normal(office.world.organisations.columns.id[firm], 1)
  const seen = seenLogRisk(prospect.logRisk, noise, effort, office.parameters.screeningNoise)
  return defaultChance(prospect.buffer, prospect.spread * exp(seen))
}

/** With a guarantee the bank asks what its own share of the loss costs it, and looks as closely as that share pays. */
export function guaranteeRequest(office: Office, firm: number, need: number, prospect: Prospect): Request | undefined {
  const { world, policy, parameters, terms, draws } = office
  const { id, lastGuaranteeRequest } = world.organisations.columns
  const owner = id[firm]
  lastGuaranteeRequest[firm] = world.step
  const coverage = policy['guarantee.coverage']
  const agency = owner % world.agencies.count
  const capital = balancesOf(world.ledger, 'agencies')[agency]
  const limit = (parameters.clientLimit * capital) / world.scale
  if (need * coverage * terms.ownShare > limit) return undefined

  const ownShare = 1 - coverage * (1 - policy['guarantee.bankShare'])
  const effort = screeningEffort(ownShare, parameters.screening)
  const bankRisk = seenByBank(office, firm, prospect, effort, draws)
  const asked = requiredRate(
    parameters.fundingCost, parameters.hurdle, bankRisk * ownShare, prospect.loss, screeningCost(office, firm, effort) / need,
  )
  // The fee comes on top of the rate: together they may cost the firm no more than the dearest loan without guarantee.
  const fee = coverage * policy['guarantee.feeCap'] * (1 - policy['guarantee.feeSubsidy'])
  if (asked > parameters.highestRate - fee) return undefined

  const seen = seenLogRisk(prospect.logRisk, draws.normal(owner, 2), parameters.agencyScreening, parameters.screeningNoise)
  const risk = defaultChance(prospect.buffer, prospect.spread * exp(seen))
  // What an agency below its paid-in capital loses is restored at the next general meeting, as far as government does so.
  const restored = capital < world.agencies.columns.paidIn[agency] ? policy['guarantee.replenishment'] : 0
  const netShare = terms.netShare * (1 - restored)
  const margin = guaranteeMargin({ ...terms, netShare }, risk, prospect.loss, policy['guarantee.profitPressure'], parameters)
  if (margin < world.agencies.columns.caution[agency]) return undefined
  payScreening(office, firm, effort)
  return { firm, agency, amount: need, rate: Math.max(asked, parameters.lowestRate), risk, margin }
}

/** Work of looking at a firm so closely, yuan. */
export const screeningCost = ({ world, parameters }: Office, firm: number, effort: number): number =>
  unmatched(world, firm) * parameters.screeningCost * effort * effort

function payScreening(office: Office, firm: number, effort: number): void {
  const { ledger, organisations, banks } = office.world
  const bank = organisations.columns.id[firm] % banks.count
  transfer(ledger, purposeIndex.screening, bank, 0, Math.round(screeningCost(office, firm, effort)))
}
