/**
 * The high-tech certificate: three years of a lower tax rate for R&D of a share of sales. Once a year technology firms
 * without one choose what brings most money: to get there by R&D, by calling other costs R&D, or to stay out.
 */
import { productLines, quarterlyWages } from '../../world/firm.ts'
import { purposeIndex, transfer } from '../../world/ledger.ts'
import type { Randomness } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import { type ParameterDeclarations, type ParameterValues, type Policy, type PolicyInForce, policyOf } from '../mechanism.ts'
import { lineValue, netReturn, type researchParameters, worthwhileResearch } from './research.ts'
import { paysTax, type taxParameters, userCost } from './tax.ts'

export const certificateParameters = {
  certificateYears: {
    unit: 'years', default: 3, minimum: 1, maximum: 5, integer: true,
    mark: 'read', source: 'R43 L07', meaning: 'life of a high-tech certificate',
  },
  smallStep: {
    unit: 'R&D over sales', default: 0.06, minimum: 0.01, maximum: 0.1,
    mark: 'recalled', source: 'CF53', meaning: 'asked of firms with sales below 50 million yuan a year',
  },
  mediumStep: {
    unit: 'R&D over sales', default: 0.04, minimum: 0.01, maximum: 0.1,
    mark: 'read', source: 'CF54', meaning: 'asked of firms with sales of 50 to 200 million yuan a year',
  },
  largeStep: {
    unit: 'R&D over sales', default: 0.03, minimum: 0.01, maximum: 0.1,
    mark: 'read', source: 'CF55', meaning: 'asked of firms with sales above 200 million yuan a year',
  },
  coreRights: {
    unit: 'quarters', default: 12, minimum: 1, maximum: 40, integer: true,
    mark: 'recalled', source: 'evidence 2C: own core rights, acquired in the last three years',
    meaning: 'a firm that applies must have innovated in this time',
  },
  application: {
    unit: 'yuan', default: 100_000, minimum: 0, maximum: 500_000,
    mark: 'recalled', source: 'L07: 0.05-0.15 million yuan', meaning: 'what an application costs',
  },
  headroom: {
    unit: 'multiple', default: 1.05, minimum: 1, maximum: 1.5,
    mark: 'assumed', source: 'sales may turn out higher than planned',
    meaning: 'R&D of a firm that works towards the step, relative to the step',
  },
  concealment: {
    unit: 'yuan per yuan', default: 0.15, minimum: 0, maximum: 2,
    mark: 'assumed', source: 'R42: cost convex in the relabelled share, about a quarter of reported R&D is relabelled',
    meaning: 'cost of making up all of the R&D reported; it goes with the square of the share made up',
  },
  penalty: {
    unit: 'share of the tax saved', default: 1, minimum: 0, maximum: 5,
    mark: 'recalled', source: 'law on tax collection: half to five times the tax evaded',
    meaning: 'fine of a firm that an audit catches, beside the tax paid back',
  },
  auditCost: {
    unit: 'yuan', default: 10_000, minimum: 0, maximum: 200_000,
    mark: 'assumed', source: 'two auditors for a week', meaning: 'cost of an audit to the science commission',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof certificateParameters & typeof researchParameters & typeof taxParameters>

/** R&D over sales that the rule asks of a firm with these yearly sales (yuan). */
export function statutoryStep(sales: number, steps: Pick<Parameters, 'smallStep' | 'mediumStep' | 'largeStep'>): number {
  return sales < 50e6 ? steps.smallStep : sales <= 200e6 ? steps.mediumStep : steps.largeStep
}

/**
 * Tax that a firm which relabels expects to save over a certificate, yuan: `saving` a year, audited with chance `audit`
 * after each. An audit takes back what was saved so far with `penalty` on top, and ends the certificate.
 */
export function relabelledSaving(saving: number, years: number, audit: number, penalty: number): number {
  let fines = 0
  let unseen = 1
  for (let year = 1; year <= years; year++) {
    fines += unseen * audit * penalty * year * saving
    unseen *= 1 - audit
  }
  return unseen * years * saving - fines
}

/** Cost a year of reporting `reported` yuan of R&D of which `gap` are other costs: convex in the share made up. */
export function concealmentCost(gap: number, reported: number, concealment: number): number {
  return reported > 0 ? (concealment * gap * gap) / reported : 0
}

/** In the first quarter: audits of certificates, then applications on the accounts of the year that has ended. */
export function renewCertificates(world: World, policy: PolicyInForce, parameters: Parameters, random: Randomness): void {
  const { id, technology, certificateEnds } = world.organisations.columns
  const draws = random.site('plan.audit', world.step)
  let audits = 0
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (technology[firm] === 0) continue
    const own = policyOf(policy, world, firm)
    if (certificateEnds[firm] >= world.step && draws.uniform(id[firm], 0) < own['tax.highTechAudit']) {
      audits++
      // Whoever is caught cannot apply again in the same year.
      if (withdrawIfRelabelled(world, firm, parameters.penalty)) continue
    }
    if (certificateEnds[firm] <= world.step) chooseCertificate(world, firm, own, parameters)
  }
  const cost = audits * Math.round(parameters.auditCost)
  transfer(world.ledger, purposeIndex.commissionAppropriation, 0, 0, cost)
  transfer(world.ledger, purposeIndex.highTechAudits, 0, 0, cost)
}

/** True when the accounts of last year were made up: the tax saved is paid back with the fine, as far as cash goes. */
function withdrawIfRelabelled(world: World, firm: number, penalty: number): boolean {
  const c = world.organisations.columns
  if (c.relabels[firm] === 0 || c.yearRd[firm] >= c.highTechAim[firm] * c.yearRevenue[firm]) return false
  const due = Math.round(c.certificateRelief[firm] * (1 + penalty))
  transfer(world.ledger, purposeIndex.taxPenalties, firm, 0, Math.min(due, c.cash[firm]))
  c.certificateEnds[firm] = world.step
  stayOut(world, firm)
  return true
}

function stayOut(world: World, firm: number): void {
  const { highTechAim, relabels } = world.organisations.columns
  highTechAim[firm] = 0
  relabels[firm] = 0
}

function chooseCertificate(world: World, firm: number, policy: Policy, parameters: Parameters): void {
  const c = world.organisations.columns
  stayOut(world, firm)
  const rights = c.lastInnovation[firm] > world.step - parameters.coreRights && c.born[firm] <= world.step - 4
  if (!rights || c.yearRevenue[firm] <= 0 || !paysTax(world, firm)) return
  const step = policy['tax.highTechThresholds'] * statutoryStep(c.yearRevenue[firm], parameters)
  const target = step * c.yearRevenue[firm]
  const reached = c.yearRd[firm] >= target
  const { byResearch, byRelabelling, madeUp } = weighCertificate(world, firm, target, policy, parameters)
  if (Math.max(byResearch, byRelabelling) <= 0) return
  const spare = c.cash[firm] - quarterlyWages(world, firm)
  if (byResearch >= byRelabelling) {
    if (spare < parameters.application + target / 4) return
    c.highTechAim[firm] = reached ? step : step * parameters.headroom
    if (reached) certify(world, firm, parameters.application, parameters)
  } else {
    const cost = parameters.application + madeUp
    if (spare < cost) return
    c.highTechAim[firm] = step
    c.relabels[firm] = 1
    certify(world, firm, cost, parameters)
  }
}

function certify(world: World, firm: number, cost: number, parameters: Parameters): void {
  const { certificateEnds, certificateRelief } = world.organisations.columns
  transfer(world.ledger, purposeIndex.certification, firm, 0, Math.round(cost))
  certificateEnds[firm] = world.step + 4 * parameters.certificateYears
  certificateRelief[firm] = 0
}

/**
 * Money that a certificate is expected to bring over its life by either way to it, and what making up costs, yuan.
 * R&D beyond what pays loses the net return forgone, one year longer if last year's accounts do not suffice. R&D made up
 * costs concealment and may be caught; the super-deduction is filed by project and cannot be had for it.
 */
function weighCertificate(
  world: World, firm: number, target: number, policy: Policy, parameters: Parameters,
): { byResearch: number; byRelabelling: number; madeUp: number } {
  const c = world.organisations.columns
  const { certificateYears: years, corporateTax: standard } = parameters
  const reduced = Math.min(standard, policy['tax.highTechRate'])
  const deduction = parameters.takeUp * policy['tax.superDeduction']
  const lines = productLines(c.meanRevenue[firm])
  const value = lineValue(world, firm, parameters)
  const cost = userCost(reduced, deduction, true, 0)
  const wanted = worthwhileResearch(lines, value, cost, parameters)
  const netOf = (research: number): number =>
    lines * netReturn(value, parameters.lineResearch, parameters.elasticity, cost, research / lines)
  const effort = wanted >= target ? 0 : Math.max(0, (1 - reduced) * (netOf(wanted) - netOf(target)))
  const profit = 4 * c.meanProfit[firm] - (c.lossesForward[firm] + c.deductionForward[firm]) / years
  const saving = (standard - reduced) * Math.max(0, profit - deduction * wanted)
  const effortYears = c.yearRd[firm] >= target ? years : years + 1
  const byResearch = years * saving - parameters.application - effortYears * effort

  const gap = Math.max(0, target - Math.min(c.yearRd[firm], wanted))
  const madeUp = years * concealmentCost(gap, target, parameters.concealment)
  const kept = relabelledSaving(saving, years, policy['tax.highTechAudit'], parameters.penalty)
  return { byResearch, byRelabelling: kept - parameters.application - madeUp, madeUp }
}
