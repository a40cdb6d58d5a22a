/** A quarter, in order. Nothing else decides what comes first. */
import { appropriate } from './appropriate.ts'
import { evaluate } from './evaluate.ts'
import { fund } from './fund.ts'
import { hire } from './hire.ts'
import { innovate } from './innovate.ts'
import { learn } from './learn.ts'
import { lend } from './lend.ts'
import type { Mechanism } from './mechanism.ts'
import { partner } from './partner.ts'
import { plan } from './plan.ts'
import { settle } from './settle.ts'
import { trade } from './trade.ts'
import { turnover } from './turnover.ts'

export const schedule: readonly Mechanism[] = [
  appropriate,
  // inform: awareness of schemes and partners
  hire,
  plan,
  fund,
  lend,
  partner,
  // ally: the life of alliances
  learn,
  innovate,
  trade,
  settle,
  turnover,
  evaluate,
]
