/** Single events of the quarter, for who wants to know more than the counters in `events`. Nothing in the model reads it. */
import type { Meeting } from './ties.ts'
import type { World } from './world.ts'

/** What happened, one by one and in the order in which it did. Organisations by identity, money in yuan. */
export interface Journal {
  readonly ties: TieEvent[]
  readonly loans: LoanEvent[]
  readonly grants: GrantEvent[]
  readonly moves: MoveEvent[]
}

export interface TieEvent {
  readonly event: 'started' | 'ended'
  readonly first: number
  readonly second: number
  /** Numbers of world/ties.ts. */
  readonly kind: number
  readonly outcome: number
  /** Step. */
  readonly start: number
  readonly rivals: boolean
  readonly jointInnovations: number
  /** Share of what one holds that is new to the other, mean of both sides, when last looked at. */
  readonly distance: number
  /** Where the one that asked saw the other; empty for an end. */
  readonly metThrough: Meeting | ''
}

export interface LoanEvent {
  readonly event: 'granted' | 'defaulted'
  readonly firm: number
  /** NaN for innovative financing. */
  readonly bank: number
  /** Paid out, or owed when it failed. */
  readonly amount: number
  readonly rate: number
  /** Agency + 1, 0 without a guarantee. */
  readonly agency: number
  readonly coverage: number
  readonly risk: number
  /** Of a default: what the agency paid the bank, and what government paid the agency for it. Yuan. */
  readonly payout: number
  readonly byGovernment: number
}

export interface GrantEvent {
  readonly event: 'applied' | 'awarded' | 'accepted'
  readonly fund: 'SME fund' | 'innovation fund'
  readonly firm: number
  /** Size of the grant asked for or awarded; NaN when a project is accepted. */
  readonly amount: number
  /** Yuan that the firm got at this event. */
  readonly paid: number
}

export interface MoveEvent {
  readonly event: 'left' | 'letGo' | 'closed' | 'hired' | 'recruited'
  /** NaN for none. */
  readonly from: number
  readonly to: number
  readonly persons: number
}

export const createJournal = (): Journal => ({ ties: [], loans: [], grants: [], moves: [] })

export function clearJournal(journal: Journal): void {
  for (const events of Object.values(journal)) events.length = 0
}

export function noteTie({ journal, ties, organisations }: World, tie: number, event: TieEvent['event'], metThrough: TieEvent['metThrough'] = ''): void {
  if (journal === undefined) return
  const { columns } = ties.table
  const { id } = organisations.columns
  journal.ties.push({
    event,
    first: id[columns.first[tie]],
    second: id[columns.second[tie]],
    kind: columns.kind[tie],
    outcome: columns.outcome[tie],
    start: columns.start[tie],
    rivals: columns.rivals[tie] === 1,
    jointInnovations: columns.innovations[tie],
    distance: (columns.noveltyToFirst[tie] + columns.noveltyToSecond[tie]) / 2,
    metThrough,
  })
}

/** The loan that the firm in this row has now. */
export function noteLoan({ journal, organisations }: World, row: number, event: LoanEvent['event'], payout = 0, byGovernment = 0): void {
  if (journal === undefined) return
  const c = organisations.columns
  journal.loans.push({
    event,
    firm: c.id[row],
    bank: c.loanInnovative[row] === 1 ? NaN : c.loanBank[row],
    amount: c.loan[row],
    rate: c.loanRate[row],
    agency: c.loanAgency[row],
    coverage: c.loanCoverage[row],
    risk: c.loanRisk[row],
    payout,
    byGovernment,
  })
}

export function noteGrant(
  { journal, organisations }: World, row: number, event: GrantEvent['event'], fund: GrantEvent['fund'], amount: number, paid: number,
): void {
  journal?.grants.push({ event, fund, firm: organisations.columns.id[row], amount, paid })
}

/** Skilled persons, by identity of the organisations that they leave and join. */
export function noteMove({ journal }: World, event: MoveEvent['event'], from: number, to: number, persons: number): void {
  if (journal === undefined || persons === 0) return
  journal.moves.push({ event, from, to, persons })
}
