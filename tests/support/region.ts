/** A burnt-in classroom to run mechanisms on by hand, with the books proved after each run. */
import { burnIn } from '../../src/experiment/simulate.ts'
import { agencyLoad } from '../../src/mechanisms/lend/guarantee.ts'
import type { Mechanism, PolicyInForce } from '../../src/mechanisms/mechanism.ts'
import { createAudit, holdAudit } from '../../src/world/audit.ts'
import { createRandomness, type Randomness } from '../../src/world/random.ts'
import { copyWorld, emptyEvents, type World } from '../../src/world/world.ts'
import { defaultsOf, policyWith } from './innovation-world.ts'
import { experimentOf } from './scenarios.ts'

/** The luck that burnt the region in. */
const luck = createRandomness('test', 0)
const burntIn = burnIn(await experimentOf('scale: 1\nburnIn: 8'), 0)

type Columns = World['organisations']['columns']

/** The region of about 1,500 firms after two years; each call gives a world of its own. */
export const region = (): World => copyWorld(burntIn)

/** Rows of living firms in order of identity. */
export function firmsOf(world: World, pick: (columns: Columns, firm: number) => boolean = () => true): number[] {
  return [...world.firms.subarray(0, world.firmCount)].filter((firm) => pick(world.organisations.columns, firm))
}

export const isTechnologySme = ({ technology, large }: Columns, firm: number): boolean => technology[firm] === 1 && large[firm] === 0

export interface Run {
  readonly policy?: PolicyInForce
  /** Where they differ from the defaults. */
  readonly parameters?: Readonly<Record<string, number>>
  /** Other luck than that of the burn-in. */
  readonly random?: Randomness
  /** False where a quarter is run mechanism by mechanism: books need not hold before its end. */
  readonly audit?: boolean
}

/** Lets one mechanism act on a quarter that has just begun, and audits the books. Returns yuan by purpose. */
export function act(world: World, mechanism: Mechanism, run: Run = {}): Float64Array {
  const { policy = policyWith(), parameters, random = luck, audit: audited = true } = run
  Object.assign(world.events, emptyEvents())
  world.ledger.flows.fill(0)
  world.ledger.writtenOff = 0
  const audit = createAudit(world)
  mechanism.run(world, policy, defaultsOf(mechanism, parameters), random)
  if (audited) holdAudit(world, audit, 'every')
  return world.ledger.flows
}

export const total = (values: Iterable<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0)

/** Nobody owes anything, and nobody stands for anybody. */
export function clearDebts(world: World): void {
  const { loan, loanAgency, loanCoverage, loanInnovative, loanPledge, loanPersonal, loanPeerId } = world.organisations.columns
  for (const column of [loan, loanAgency, loanCoverage, loanInnovative, loanPledge, loanPersonal, loanPeerId]) column.fill(0)
  world.lending.innovative = 0
  world.banks.columns.lent.fill(0)
  world.banks.columns.bad.fill(0)
  world.agencies.columns.guaranteed.fill(0)
}

export interface Loan {
  readonly amount: number
  readonly rate?: number
  /** Quarters until the principal is due. */
  readonly quarters?: number
  /** Without one the loan is not guaranteed. */
  readonly agency?: number
  readonly coverage?: number
  readonly bankShare?: number
  readonly reguaranteeShare?: number
  readonly governmentShare?: number
}

/** A loan that was made before; the money is spent. */
export function indebt(world: World, firm: number, loan: Loan): void {
  const { amount, rate = 0, quarters = 1, agency = -1, coverage = 1, bankShare = 0, reguaranteeShare = 0, governmentShare = 0 } = loan
  const c = world.organisations.columns
  c.loan[firm] = amount
  c.loanRate[firm] = rate
  c.loanDue[firm] = world.step + quarters
  c.loanBank[firm] = 0
  c.loanAgency[firm] = agency + 1
  c.loanCoverage[firm] = agency < 0 ? 0 : coverage
  c.loanBankShare[firm] = bankShare
  c.loanReguaranteeShare[firm] = reguaranteeShare
  c.loanGovernmentShare[firm] = governmentShare
  world.banks.columns.lent[0] += amount
  if (agency < 0) return
  const { guaranteed, limit } = world.agencies.columns
  guaranteed[agency] += agencyLoad(amount, coverage, Math.max(0, 1 - bankShare - reguaranteeShare - governmentShare))
  limit[agency] = Math.max(limit[agency], guaranteed[agency])
}
