/** Who gets a loan: with an agency, against collateral, within the quota, or with neighbours who stand for it. */
import type { Randomness } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import { agencyLoad, decideRequests, payFee } from './guarantee.ts'
import { judge, lendPlain } from './judging.ts'
import { type Loan, NO_PEERS, payOut } from './loans.ts'
import { type Candidate, standForEachOther } from './mutual.ts'
import { type Agreed, type Applicant, type Lent, type Office, subsidyShare } from './office.ts'
import { smallOrMicro } from './quota.ts'

/** Agencies decide; a firm without a guarantee falls back on what its collateral is good for. */
export function settleRequests(office: Office): void {
  const { world, policy, parameters } = office
  for (const { request, accepted } of decideRequests(world, office.requests, policy, office.terms, parameters.exposureCharge)) {
    const { firm, amount, rate, risk, agency, otherwise, applicant } = request
    if (accepted) office.agreed.push({ firm, amount, rate, risk, agency: agency + 1, pledge: 0, personal: 0, peers: NO_PEERS, applicant })
    else if (otherwise) lendPlain(office, otherwise, applicant)
    else office.unserved.push(applicant)
  }
}

export function grant(office: Office, loan: Loan, lent: Lent): void {
  const { world, policy, parameters } = office
  payOut(world, policy, loan)
  world.organisations.columns.loanSubsidyShare[loan.firm] = subsidyShare(office, loan.firm, loan.amount, loan.rate)
  if (smallOrMicro(world, loan.firm, parameters)) lent.small += loan.amount
  else lent.other += loan.amount
  if (loan.agency === 0) return
  const covered = Math.round(loan.amount * policy['guarantee.coverage'])
  payFee(world, loan.firm, loan.agency - 1, covered, policy, parameters.reguaranteePremium)
  world.events.newGuarantees++
}

/** A loan beyond the quota is not made; an agency that had taken it has room again. */
export function refuse({ world, policy, terms, unserved }: Office, { amount, agency, applicant }: Agreed): void {
  if (agency > 0) world.agencies.columns.guaranteed[agency - 1] -= agencyLoad(amount, policy['guarantee.coverage'], terms.ownShare)
  unserved.push({ ...applicant, refused: true })
}

export const servedNow = (world: World, firm: number): boolean => world.organisations.columns.lastLoan[firm] === world.step

/** Firms to which a bank would lend if somebody stood for them look for neighbours in the same position. */
export function lendToNeighbours(office: Office, left: number, lent: Lent, random: Randomness): void {
  const { world, parameters, draws } = office
  const { id, lastApplication } = world.organisations.columns
  const candidates = withinQuota(office, left, office.unserved.flatMap((applicant) => candidateOf(office, applicant)))
  for (const { candidate, amount, peers } of standForEachOther(world, candidates, parameters, random)) {
    const { firm, rate, risk } = candidate
    lastApplication[firm] = world.step
    world.events.loanApplications++
    if (draws.uniform(id[firm], 0) < parameters.refusal) continue
    grant(office, { firm, amount, rate, risk, agency: 0, pledge: 0, personal: 0, peers }, lent)
  }
}

function candidateOf(office: Office, { firm, need, offered, refused, prospect }: Applicant): Candidate[] {
  const { world, parameters } = office
  if (refused || world.organisations.columns.large[firm] === 1) return []
  const { rate, risk } = judge(office, firm, need, prospect, prospect.loss)
  return rate > parameters.highestRate ? [] : [{ firm, need, offered, prospect, rate: Math.max(rate, parameters.lowestRate), risk }]
}

/** As many small and micro firms, the least risky first, as fit what the quota has left. */
function withinQuota({ world, parameters }: Office, left: number, candidates: Candidate[]): Candidate[] {
  if (left === Infinity) return candidates
  const { id } = world.organisations.columns
  let rest = left
  candidates.sort((a, b) => a.risk - b.risk || id[a.firm] - id[b.firm])
  return candidates.filter(({ firm, need }) => {
    if (!smallOrMicro(world, firm, parameters)) return true
    rest -= need
    return rest >= 0
  })
}
