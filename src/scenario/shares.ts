/** Levers that divide one whole between them, and so may not exceed it together. */

export interface ShareSum {
  readonly levers: readonly string[]
  /** Who or what gets the remainder. */
  readonly remainder: string
}

export const SHARE_SUMS: readonly ShareSum[] = [
  {
    levers: ['guarantee.bankShare', 'guarantee.reguaranteeShare', 'guarantee.governmentShare'],
    remainder: 'the guarantee agency bears the rest of a loss',
  },
  {
    levers: ['fund.lines.services', 'fund.lines.keyIndustries'],
    remainder: 'the financing line gets the rest of the budget',
  },
  {
    levers: ['fund.shares.interest', 'fund.shares.equity', 'fund.shares.services'],
    remainder: 'grants get the rest of the financing line',
  },
]

/** Shares are written in decimals, whose sum may miss 1 by a few bits. */
const SLACK = 1e-9

/** The sum of the shares, when it is more than the whole. */
export function excess(sum: ShareSum, value: (lever: string) => number): number | undefined {
  let total = 0
  for (const lever of sum.levers) total += value(lever)
  return total > 1 + SLACK ? total : undefined
}
