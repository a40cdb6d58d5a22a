/** A quarter, in order. Nothing else decides what comes first. */
import { ally } from './ally.ts'
import { appropriate } from './appropriate.ts'
import { evaluate } from './evaluate.ts'
import { fund } from './fund.ts'
import { hire } from './hire.ts'
import { inform } from './inform.ts'
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
  inform,
  hire,
  plan,
  fund,
  lend,
  partner,
  ally,
  learn,
  innovate,
  trade,
  settle,
  turnover,
  evaluate,
]
