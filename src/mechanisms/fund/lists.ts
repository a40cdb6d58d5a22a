/** Support that is handed out by lot among those who may have it: interest subsidies and service vouchers. */
import type { Randomness } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'

export const listParameters = {
  voucher: {
    unit: 'yuan', default: 75_000, minimum: 0, maximum: 1_000_000,
    mark: 'derived', source: 'R57: small vouchers; half of partner.setUpCost', meaning: 'voucher towards setting up a collaboration, valid until the next call',
  },
  leastUse: {
    unit: 'share', default: 0.05, minimum: 0.01, maximum: 1,
    mark: 'assumed', source: 'care in the first years', meaning: 'least share of vouchers that the fund expects to be used',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof listParameters>

/** Technology SMEs that do R&D. */
function mayHaveSupport(world: World, firm: number): boolean {
  const { technology, large, rdPlan, grantBan } = world.organisations.columns
  return technology[firm] === 1 && large[firm] === 0 && rdPlan[firm] > 0 && grantBan[firm] <= world.step
}

/**
 * Draws up the list for interest subsidies until the next call: as many firms, by lot, as the money would serve if they
 * borrowed as they do now. Whole yuan, so that the sum is exact in any order.
 */
export function listForInterest(world: World, money: number, share: number, random: Randomness): void {
  const { id, loan, loanRate, interestListed } = world.organisations.columns
  const lots = random.site('fund.interest', world.step)
  let claims = 0
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    interestListed[firm] = 0
    if (loan[firm] > 0 && mayHaveSupport(world, firm)) claims += Math.round(share * loan[firm] * loanRate[firm])
  }
  if (money === 0 || share === 0) return
  const served = claims > money ? money / claims : 1
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (mayHaveSupport(world, firm) && lots.uniform(id[firm], 0) < served) interestListed[firm] = 1
  }
}

/** Hands out vouchers by lot: as many as the money pays for if the share that is used is that of last year. */
export function handOutVouchers(world: World, money: number, parameters: Parameters, random: Randomness): void {
  const { id, voucher } = world.organisations.columns
  const lots = random.site('fund.voucher', world.step)
  const value = Math.round(parameters.voucher)
  const firms: { readonly firm: number; readonly lot: number }[] = []
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    voucher[firm] = 0
    if (value > 0 && money >= value && mayHaveSupport(world, firm)) firms.push({ firm, lot: lots.uniform(id[firm], 0) })
  }
  firms.sort((a, b) => a.lot - b.lot || id[a.firm] - id[b.firm])
  const used = world.vouchersIssued > 0 ? Math.max(parameters.leastUse, world.vouchersUsed / world.vouchersIssued) : 1
  const count = value > 0 ? Math.min(firms.length, Math.floor(money / (value * used))) : 0
  for (let place = 0; place < count; place++) voucher[firms[place].firm] = value
  world.vouchersIssued = count * value
  world.vouchersUsed = 0
}
