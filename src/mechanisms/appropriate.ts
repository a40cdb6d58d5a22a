/** The public accounts of the quarter: what was not spent lapses, and what the treasury does not need goes to the public. */
import { balancesOf, purposeIndex, SME_FUND, transfer } from '../world/ledger.ts'
import type { World } from '../world/world.ts'
import { mechanism } from './mechanism.ts'

export const appropriate = mechanism({
  name: 'appropriate',
  purpose: 'the treasury takes back what instruments did not spend, pays universities and the coordination of bureaus, and spends or borrows the rest',
  switchable: false,
  indispensable: 'instruments and universities would have no money, and what is unspent would pile up in the treasury',
  parameters: {
    universitySupport: {
      unit: 'million yuan per university or institute and year', default: 20, minimum: 0, maximum: 500,
      mark: 'assumed', source: 'basic funding; balances the pay of their staff in partner projects',
      meaning: 'basic funding of universities and institutes',
    },
    coordinationCost: {
      unit: 'million yuan per year', default: 20, minimum: 0, maximum: 500,
      mark: 'assumed', source: 'an office of about fifty and a register of projects', meaning: 'administrative cost of removing all conflicts between bureaus, in the whole region',
    },
  },
  run(world, policy, parameters) {
    if (world.quarter % 4 === 0) returnUnspent(world)
    supportUniversities(world, Math.round((parameters.universitySupport * 1e6) / 4))
    coordinate(world, Math.round((policy.general['coordination.coherence'] * parameters.coordinationCost * 1e6 * world.scale) / 4))
    balanceTreasury(world)
  },
})

/**
 * At the turn of the year. What is promised for running grants stays, and so does money for interest and vouchers, which are
 * promised until the next call.
 */
function returnUnspent({ ledger, organisations, visits, firmCount }: World): void {
  const fund = balancesOf(ledger, 'government:sme-fund')
  const innovationFund = balancesOf(ledger, 'government:innovation-fund')
  const { grantRest, innovationRest } = organisations.columns
  let promised = 0
  let promisedByInnovationFund = 0
  for (let i = 0; i < firmCount; i++) {
    promised += grantRest[visits[i]]
    promisedByInnovationFund += innovationRest[visits[i]]
  }
  const { grants, equity } = SME_FUND
  transfer(ledger, purposeIndex.fundLapse, grants, 0, Math.max(0, fund[grants] - promised))
  transfer(ledger, purposeIndex.fundLapse, equity, 0, fund[equity])
  transfer(ledger, purposeIndex.innovationLapse, 0, 0, Math.max(0, innovationFund[0] - promisedByInnovationFund))
}

/** A register of projects, joint rules and a joint calendar cost in proportion to the conflicts that they remove. */
function coordinate({ ledger }: World, cost: number): void {
  transfer(ledger, purposeIndex.coordinationAppropriation, 0, 0, cost)
  transfer(ledger, purposeIndex.coordination, 0, 0, cost)
}

/** Universities and institutes pay their staff what they get: basic funding and last quarter's contracts. */
function supportUniversities(world: World, each: number): void {
  const { cash } = world.organisations.columns
  for (let row = 0; row < world.institutions; row++) {
    transfer(world.ledger, purposeIndex.universitySupport, 0, row, each)
    transfer(world.ledger, purposeIndex.universityStaff, row, 0, cash[row])
  }
}

/** The treasury keeps nothing: taxes beyond the model's instruments are other public services, a lack is borrowed. */
function balanceTreasury(world: World): void {
  const treasury = balancesOf(world.ledger, 'government:treasury')
  if (treasury[0] < 0) transfer(world.ledger, purposeIndex.publicBorrowing, 0, 0, -treasury[0])
  else transfer(world.ledger, purposeIndex.publicServices, 0, 0, treasury[0])
}
