/** Sums over the quarter's payments, by purpose. */
import { isGovernment, isProgramme, type Ledger, purposeNames, purposes } from '../world/ledger.ts'

/** For each purpose 1, -1 or 0: whether it counts as paid, paid back, or neither. */
function signs(sign: (payer: string, payee: string) => number): Int8Array {
  return Int8Array.from(purposeNames, (name) => sign(purposes[name][0], purposes[name][1]))
}

const intoSector = (sector: string): Int8Array =>
  signs((payer, payee) => Number(payee === sector) - Number(payer === sector))

const publicSpending = signs((payer, payee) => {
  if (isProgramme(payer) && !isGovernment(payee)) return 1
  return isProgramme(payee) && !isGovernment(payer) ? -1 : 0
})
const householdIncome = intoSector('households')
const outsideIncome = intoSector('outside')

function signedSum(signsByPurpose: Int8Array, flows: Float64Array): number {
  let sum = 0
  for (let purpose = 0; purpose < flows.length; purpose++) sum += signsByPurpose[purpose] * flows[purpose]
  return sum
}

/** Yuan of this quarter: what public instruments cost net, and the net income of the two open sectors. */
export function tallyFlows({ flows }: Ledger) {
  return {
    publicCost: signedSum(publicSpending, flows),
    householdNet: signedSum(householdIncome, flows),
    outsideNet: signedSum(outsideIncome, flows),
  }
}
