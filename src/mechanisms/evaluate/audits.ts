/** Supervision: audits drawn among running projects compare R&D in the accounts with what was promised. */
import { balancesOf, purposeIndex, transfer } from '../../world/ledger.ts'
import type { Randomness } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import { endProject } from '../fund/contract.ts'
import type { ParameterDeclarations, ParameterValues, PolicyInForce } from '../mechanism.ts'

export const auditParameters = {
  auditCost: {
    unit: 'yuan per audit', default: 20_000, minimum: 0, maximum: 200_000,
    mark: 'assumed', source: 'two accountants for about two weeks', meaning: 'what an audit costs the coordination office',
  },
  tolerance: {
    unit: 'share of the promise', default: 0.25, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'projects start late; R47 counts clear misuse', meaning: 'R&D that may be missing before a firm is found to misuse the money',
  },
  penalty: {
    unit: 'share of the misused money', default: 0.5, minimum: 0, maximum: 5,
    mark: 'assumed', source: 'money back and a fine', meaning: 'what a firm pays beside the misused money',
  },
  exclusion: {
    unit: 'quarters', default: 12, minimum: 0, maximum: 40, integer: true,
    mark: 'recalled', source: 'rules of public R&D programmes: three years', meaning: 'time for which the firm may not apply',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof auditParameters>

/** Part of the money that was misused, by the R&D done against what was promised until now; 0 within the tolerance. */
export function misusedPart(spent: number, promised: number, tolerance: number): number {
  const missing = promised > 0 ? 1 - spent / promised : 0
  return missing > tolerance ? missing : 0
}

export function auditProjects(world: World, policy: PolicyInForce, parameters: Parameters, random: Randomness): void {
  const { grantMoney, grantSpent, rdSpending, id } = world.organisations.columns
  const draws = random.site('evaluate.audit', world.step)
  const chance = policy.general['coordination.supervision'] / 4
  let audits = 0
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (grantMoney[firm] === 0) continue
    grantSpent[firm] += rdSpending[firm]
    if (draws.uniform(id[firm], 0) >= chance) continue
    audits++
    auditProject(world, firm, parameters)
  }
  const cost = audits * Math.round(parameters.auditCost)
  transfer(world.ledger, purposeIndex.coordinationAppropriation, 0, 0, cost)
  transfer(world.ledger, purposeIndex.grantAudits, 0, 0, cost)
  const office = balancesOf(world.ledger, 'government:coordination-office')
  transfer(world.ledger, purposeIndex.coordinationLapse, 0, 0, office[0])
}

/** A firm that misused money pays it back with a penalty as far as its cash goes, loses the rest, and is excluded for years. */
function auditProject(world: World, firm: number, parameters: Parameters): void {
  const c = world.organisations.columns
  // Plans of the quarter of the award were made before it.
  const promised = c.grantPromise[firm] * (world.step - c.grantStart[firm])
  const part = misusedPart(c.grantSpent[firm], promised, parameters.tolerance)
  if (part === 0) return
  const received = c.grantMoney[firm] - c.grantRest[firm] - c.innovationRest[firm]
  const due = Math.round(received * part * (1 + parameters.penalty))
  transfer(world.ledger, purposeIndex.grantRecoveries, firm, 0, Math.min(due, c.cash[firm]))
  endProject(world, firm)
  c.grantEnds[firm] = world.step
  c.grantBan[firm] = world.step + parameters.exclusion
}
