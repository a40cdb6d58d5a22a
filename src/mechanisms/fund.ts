/**
 * The funds. Once a year the SME fund splits its budget: grants for R&D projects in a call, subsidies of interest, stakes in
 * firms, vouchers for services. Another bureau, the innovation fund, holds a call of its own. Reviewers rank with noise and an
 * ear for connections, the budget limits, and a winner may be tempted to use the money elsewhere.
 */
import { noteGrant } from '../world/journal.ts'
import { purposeIndex, SME_FUND, transfer } from '../world/ledger.ts'
import type { Randomness } from '../world/random.ts'
import type { World } from '../world/world.ts'
import { auditParameters } from './evaluate/audits.ts'
import { applyingParameters, gatherApplications } from './fund/applying.ts'
import { awardingParameters, createCall, decideInnovationFund, decideSmeFund } from './fund/awarding.ts'
import { conflictParameters } from './fund/conflicts.ts'
import { contractParameters, endProject } from './fund/contract.ts'
import { buyStakes, equityParameters, sellStakes } from './fund/equity.ts'
import { openBudget, splitBudget } from './fund/lines.ts'
import { handOutVouchers, listForInterest, listParameters } from './fund/lists.ts'
import { mechanism, type ParameterValues, type PolicyInForce } from './mechanism.ts'

/** Quarter of the year in which the calls are decided: the second. */
const CALL_QUARTER = 1

const parameters = {
  ...contractParameters,
  ...applyingParameters,
  ...awardingParameters,
  ...conflictParameters,
  ...listParameters,
  ...equityParameters,
} as const
const reads = { of: 'evaluate', parameters: { penalty: auditParameters.penalty } } as const
type Parameters = ParameterValues<typeof parameters & typeof reads.parameters>

export const fund = mechanism({
  name: 'fund',
  purpose: 'calls of two funds for R&D grants, with noisy review, ranking within the budget and misuse; interest subsidies, stakes, vouchers',
  parameters,
  reads,
  switchable: true,
  ofTheQuarter: ['paperwork'],
  existsFor: { metric: 'rdSpending', without: 'lower' },
  run(world, policy, parameters, random) {
    acceptProjects(world)
    const { paperwork } = world.organisations.columns
    for (let i = 0; i < world.firmCount; i++) paperwork[world.visits[i]] = 0
    sellStakes(world)
    if (world.quarter % 4 === CALL_QUARTER) beginYear(world, policy, parameters, random)
  },
})

/** Projects that have run their time are accepted and get the rest of their money. */
function acceptProjects(world: World): void {
  const { grantEnds, grantRest, innovationRest, promisesKept } = world.organisations.columns
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.visits[i]
    if (grantEnds[firm] !== world.step) continue
    transfer(world.ledger, purposeIndex.grants, SME_FUND.grants, firm, grantRest[firm])
    transfer(world.ledger, purposeIndex.innovationGrants, 0, firm, innovationRest[firm])
    if (grantRest[firm] > 0) noteGrant(world, firm, 'accepted', 'SME fund', NaN, grantRest[firm])
    if (innovationRest[firm] > 0) noteGrant(world, firm, 'accepted', 'innovation fund', NaN, innovationRest[firm])
    if (grantRest[firm] + innovationRest[firm] > 0) promisesKept[firm]++
    endProject(world, firm)
  }
}

function beginYear(world: World, policy: PolicyInForce, parameters: Parameters, random: Randomness): void {
  const lines = splitBudget(Math.round(policy.general['fund.budget'] * 1e6), policy.general)
  openBudget(world, lines)
  const innovationBudget = Math.round(policy.general['fund.innovationBudget'] * 1e6)
  transfer(world.ledger, purposeIndex.innovationAppropriation, 0, 0, innovationBudget)

  const open = { smeFund: lines.financing + lines.keyIndustries > 0, innovationFund: innovationBudget > 0 }
  const { smeFund, innovationFund } = gatherApplications(world, policy, parameters, random, open)
  world.events.grantApplications = smeFund.length + innovationFund.length
  const call = createCall(world, policy, parameters, random)
  decideSmeFund(call, smeFund, lines.financing, lines.keyIndustries)
  decideInnovationFund(call, innovationFund, innovationBudget)

  listForInterest(world, lines.interest, policy.general['fund.interestShare'], random)
  handOutVouchers(world, lines.services, parameters, random)
  buyStakes(world, policy, parameters, random)
}
