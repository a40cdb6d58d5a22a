/** What is told of a firm's life. */

/** Columns of the panel that a life is drawn with. */
export const LIFE = ['revenue', 'cash', 'debt', 'skilledStaff', 'rdSpending', 'knowledgeLevel', 'runningTies', 'innovations'] as const
export type LifeColumn = (typeof LIFE)[number]

/** Something that happened to a firm. */
export interface LifeEvent {
  readonly step: number
  readonly what: string
  /** Identity of the other organisation. */
  readonly other?: number
  /** Million yuan, or persons. */
  readonly amount?: number
}

export interface Life {
  readonly firm: number
  readonly sector: string
  /** Step of its first quarter here and of its last; it lives on when that is the last of the run. */
  readonly from: number
  readonly to: number
  /** By column, then by step; NaN where it does not live. */
  readonly values: Readonly<Record<LifeColumn, Float64Array>>
  readonly units: Readonly<Record<LifeColumn, string>>
  readonly events: readonly LifeEvent[]
}

/** What firms are compared by. */
export const COMPARED = ['innovations', 'rdSpending'] as const

/** Per firm and year: innovations, or million yuan of R&D. */
export interface Comparison {
  /** Of the firms that won a grant in the baseline world: there, and in yours. */
  readonly winners: number
  readonly same: number
  /** Of all other technology firms of the start, in the baseline. */
  readonly others: number
}

export interface Winners {
  readonly firms: number
  readonly by: Readonly<Record<(typeof COMPARED)[number], Comparison>>
}
