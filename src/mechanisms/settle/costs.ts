/** What lending and guaranteeing cost and bring back. Paid in `settle`; who lends, guarantees or closes reckons with the same. */
import type { ParameterDeclarations } from '../mechanism.ts'

export const settlementParameters = {
  liquidation: {
    unit: 'share of book value', default: 0.2, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'forced sale of fixed assets', meaning: 'what fixed assets of a firm that fails or closes bring',
  },
  recovery: {
    unit: 'share of payouts', default: 0.35, minimum: 0, maximum: 0.9,
    mark: 'derived', source: 'evidence 2B: margin at 35 % recovery', meaning: 'what counter-guarantees of owners bring back of a payout',
  },
  fundingCost: {
    unit: 'rate per year', default: 0.035, minimum: 0.01, maximum: 0.08,
    mark: 'recalled', source: 'one-year deposit rate of 2012 and its cost', meaning: 'what lent money costs a bank',
  },
  capitalIncome: {
    unit: 'share of capital per year', default: 0.03, minimum: 0, maximum: 0.06,
    mark: 'recalled', source: 'one-year deposit rate of 2012', meaning: 'what the capital of agency and re-guarantor earns',
  },
  agencyCost: {
    unit: 'share of the guaranteed amount per year', default: 0.006, minimum: 0, maximum: 0.02,
    mark: 'assumed', source: 'staff and offices of agencies that live on fees of 2 %', meaning: 'running cost of an agency',
  },
} as const satisfies ParameterDeclarations
