/**
 * The audit: proof at every quarter that money and people add up. Sums are of whole numbers below 2^53, so they are
 * exact. Each rule has a test that breaks it on purpose.
 */
import { seatStarts } from './alliances.ts'
import {
  balancesOf, openSectors, type Purpose, purposeIndex, purposeNames, purposes, type Sector, sectors, SME_FUND,
} from './ledger.ts'
import { RUNNING } from './ties.ts'
import type { World } from './world.ts'

/** What the audit remembers of the quarter before. */
export interface Audit {
  /** Money of each sector, yuan. */
  readonly balances: Float64Array
  /** Principal that firms owe, yuan. */
  debt: number
}

export class AuditError extends Error {
  override readonly name = 'AuditError'
  constructor(readonly rule: string, readonly step: number, readonly account: string, readonly amount: number) {
    super(`audit failed at step ${step}: ${rule}; ${account}; ${amount}`)
  }
}

export function createAudit(world: World): Audit {
  const audit: Audit = { balances: new Float64Array(sectors.length), debt: countLoans(world).debt }
  sectors.forEach((sector, index) => (audit.balances[index] = moneyOf(world, sector)))
  return audit
}

/** Throws an `AuditError` at the first rule that is broken. In mode `end` flows of one quarter cannot be compared. */
export function holdAudit(world: World, audit: Audit, mode: 'every' | 'end'): void {
  const fail = (rule: string, account: string, amount: number): never => {
    throw new AuditError(rule, world.step, account, amount)
  }
  const loans = countLoans(world)
  if (mode === 'every') checkFlows(world, audit, loans, fail)
  checkBalances(world, fail)
  checkOrganisations(world, fail)
  checkTies(world, fail)
  checkFinance(world, loans, fail)
  checkAlliances(world, fail)
  checkIncubators(world, fail)
}

type Fail = (rule: string, account: string, amount: number) => never

/** Money of a sector. Firms and universities share a column, told apart by row; the dead hold nothing. */
function moneyOf(world: World, sector: Sector): number {
  const balances = balancesOf(world.ledger, sector)
  let sum = 0
  if (sector === 'universities') for (let row = 0; row < world.institutions; row++) sum += balances[row]
  else if (sector === 'firms') for (let row = world.institutions; row < world.organisations.count; row++) sum += balances[row]
  else for (const balance of balances) sum += balance
  return sum
}

/** What the firms' own books say of their loans, whole yuan. */
interface Loans {
  /** Principal that firms owe, in all and to each bank. */
  debt: number
  readonly lent: Float64Array
  /** Principal that each agency stands for. */
  readonly guaranteed: Float64Array
  /** To the funders of innovative financing. */
  innovative: number
}

function countLoans(world: World): Loans {
  const { loan, loanBank, loanInnovative, loanAgency, loanCoverage, loanBankShare, loanReguaranteeShare, loanGovernmentShare } =
    world.organisations.columns
  const loans: Loans = {
    debt: 0, lent: new Float64Array(world.banks.count), guaranteed: new Float64Array(world.agencies.count), innovative: 0,
  }
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (loan[firm] === 0) continue
    loans.debt += loan[firm]
    if (loanInnovative[firm] === 1) loans.innovative += loan[firm]
    else loans.lent[loanBank[firm]] += loan[firm]
    if (loanAgency[firm] === 0) continue
    const ownShare = Math.max(0, 1 - loanBankShare[firm] - loanReguaranteeShare[firm] - loanGovernmentShare[firm])
    loans.guaranteed[loanAgency[firm] - 1] += Math.round(loan[firm] * loanCoverage[firm] * ownShare)
  }
  return loans
}

/** Every change of a stock equals its flows, and what all sectors have together never changes. */
function checkFlows(world: World, audit: Audit, { debt }: Loans, fail: Fail): void {
  const { flows, writtenOff } = world.ledger
  const net = new Map<string, number>(sectors.map((sector) => [sector, 0]))
  purposeNames.forEach((name: Purpose, index) => {
    const [payer, payee] = purposes[name]
    net.set(payer, net.get(payer)! - flows[index])
    net.set(payee, net.get(payee)! + flows[index])
  })
  let total = 0
  sectors.forEach((sector, index) => {
    const money = moneyOf(world, sector)
    const difference = money - audit.balances[index] - net.get(sector)!
    if (difference !== 0) fail('the change of an account is not what was paid in and out', sector, difference)
    total += money - audit.balances[index]
    audit.balances[index] = money
  })
  if (total !== 0) fail('transfers do not net to zero', 'all sectors', total)
  const paidOut = flows[purposeIndex.loans] + flows[purposeIndex.innovativeLoans]
  const repaid = flows[purposeIndex.repayments] + flows[purposeIndex.innovativeRepayments]
  const owed = debt - audit.debt - (paidOut - repaid - writtenOff)
  if (owed !== 0) fail('the change of debt is not loans less repayments and losses', 'debt of firms', owed)
  audit.debt = debt
}

/** Nobody but the sectors that close the accounts owes anything; no instrument has spent more than it was given. */
function checkBalances(world: World, fail: Fail): void {
  for (const sector of sectors) {
    if (openSectors.includes(sector) || sector === 'government:treasury') continue
    // They share a column with firms, which is checked as a whole.
    if (sector === 'universities') continue
    const balances = balancesOf(world.ledger, sector)
    for (let account = 0; account < balances.length; account++) {
      if (balances[account] < 0) {
        const rule = sector.startsWith('government') ? 'a budget is overspent' : 'an account is below zero'
        fail(rule, `${sector} ${account}`, balances[account])
      }
    }
  }
}

function checkOrganisations(world: World, fail: Fail): void {
  const { alive, cash, employees, skilled, assets, adviser, experts, id, grantRest, innovationRest } = world.organisations.columns
  const lent = new Int32Array(world.institutions)
  let promised = 0
  let promisedByInnovationFund = 0
  for (let visit = 0; visit < world.firmCount; visit++) {
    const row = world.visits[visit]
    if (adviser[row] > 0) lent[adviser[row] - 1]++
    promised += grantRest[row]
    promisedByInnovationFund += innovationRest[row]
    // One test for the usual case: this loop visits every firm in every quarter.
    if (alive[row] === 1 && employees[row] >= 0 && skilled[row] >= 0 && assets[row] >= 0) continue
    if (alive[row] === 0) fail('a dead firm is listed as living', `firm ${id[row]}`, 1)
    if (!(assets[row] >= 0)) fail('fixed assets are negative', `firm ${id[row]}`, assets[row])
    fail('a head-count is negative', `firm ${id[row]}`, Math.min(employees[row], skilled[row]))
  }
  for (let row = 0; row < world.institutions; row++) {
    if (lent[row] !== experts[row]) fail('the experts of an institution are not those who advise firms', `organisation ${id[row]}`, experts[row] - lent[row])
  }
  checkPromise(world, 'government:sme-fund', SME_FUND.grants, promised, fail)
  checkPromise(world, 'government:innovation-fund', 0, promisedByInnovationFund, fail)
  for (const row of world.freeRows) {
    if (alive[row] === 1) fail('a living firm has no place in the list', `firm ${id[row]}`, 1)
    if (cash[row] !== 0) fail('a dead firm holds money', `firm ${id[row]}`, cash[row])
  }
}

/** What is to be paid on acceptance of running projects lies in the fund's account. */
function checkPromise(world: World, sector: Sector, account: number, promised: number, fail: Fail): void {
  const missing = promised - balancesOf(world.ledger, sector)[account]
  if (missing > 0) fail('a fund cannot pay what it has promised', sector, missing)
}

/** No running tie has a dead partner or an end; degrees count the running ties. */
function checkTies(world: World, fail: Fail): void {
  const { alive, degree, id } = world.organisations.columns
  const { table } = world.ties
  const { first, second, outcome, start, end } = table.columns
  const counted = new Int32Array(world.organisations.capacity)
  for (let tie = 0; tie < table.count; tie++) {
    if (alive[first[tie]] === 0 || alive[second[tie]] === 0) fail('a tie has a dead partner', `tie ${id[first[tie]]} ${id[second[tie]]}`, 1)
    if (outcome[tie] !== RUNNING) {
      if (end[tie] < start[tie] || end[tie] > world.step) fail('an ended tie has no end', `tie ${id[first[tie]]} ${id[second[tie]]}`, end[tie])
      continue
    }
    if (end[tie] !== -1) fail('a tie runs past its end', `tie ${id[first[tie]]} ${id[second[tie]]}`, end[tie])
    counted[first[tie]]++
    counted[second[tie]]++
  }
  for (let row = 0; row < world.organisations.count; row++) {
    if (counted[row] !== degree[row] && alive[row] === 1) fail('a degree does not count the running ties', `organisation ${id[row]}`, degree[row] - counted[row])
  }
}

/** Books of banks and agencies agree with the loans that firms have. */
function checkFinance(world: World, { lent, guaranteed, innovative }: Loans, fail: Fail): void {
  const unknown = world.lending.innovative - innovative
  if (unknown !== 0) fail("the funders' loans are not what firms owe them", 'innovative financing', unknown)
  for (let bank = 0; bank < lent.length; bank++) {
    const difference = world.banks.columns.lent[bank] - lent[bank]
    if (difference !== 0) fail("a bank's loans are not what firms owe it", `bank ${bank}`, difference)
  }
  for (let agency = 0; agency < guaranteed.length; agency++) {
    const difference = world.agencies.columns.guaranteed[agency] - guaranteed[agency]
    if (difference !== 0) fail("an agency's guarantees are not those of its clients", `agency ${agency}`, difference)
    const excess = guaranteed[agency] - world.agencies.columns.limit[agency]
    if (excess > 0) fail('an agency is over its cap', `agency ${agency}`, excess)
  }
}

/** Every seat is one of a living alliance, held by a living organisation, once; the lead has a seat if anybody has. */
function checkAlliances(world: World, fail: Fail): void {
  const { alliances, memberships } = world
  const { id: names, lead } = alliances.columns
  const { alliance, member } = memberships.columns
  const { alive, id } = world.organisations.columns
  for (let seat = 0; seat < memberships.count; seat++) {
    const account = `member ${id[member[seat]]}`
    if (!(alliance[seat] >= 0 && alliance[seat] < alliances.count)) fail('a seat is one of no living alliance', account, alliance[seat])
    if (alive[member[seat]] === 0) fail('a dead organisation has a seat', account, names[alliance[seat]])
    if (seat === 0 || alliance[seat] > alliance[seat - 1]) continue
    if (alliance[seat] < alliance[seat - 1] || id[member[seat]] <= id[member[seat - 1]]) fail('a seat is held twice', account, names[alliance[seat]])
  }
  const starts = seatStarts(world)
  for (let row = 0; row < alliances.count; row++) {
    const seats = member.subarray(starts[row], starts[row + 1])
    if (seats.length > 0 && !seats.includes(lead[row])) fail('an alliance is led by nobody of its own', `alliance ${names[row]}`, lead[row])
  }
}

/** Incubators count the firms that sit in them. */
function checkIncubators(world: World, fail: Fail): void {
  const { incubator, id } = world.organisations.columns
  const { count, columns: { tenants } } = world.platforms.incubators
  const counted = new Int32Array(count)
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (incubator[firm] === 0) continue
    if (incubator[firm] > count) fail('a firm sits in an incubator that is not there', `firm ${id[firm]}`, incubator[firm])
    counted[incubator[firm] - 1]++
  }
  for (let base = 0; base < count; base++) {
    const difference = tenants[base] - counted[base]
    if (difference !== 0) fail("an incubator's tenants are not those in it", `incubator ${base + 1}`, difference)
  }
}
