/** A scenario after reading, inheriting, filling defaults and checking: what the engine works with. */

/** A number that may change in time. Values are at full scale. */
export type Schedule =
  | { readonly kind: 'constant'; readonly value: number }
  /** Ascending quarters; before the first the layer below holds. */
  | {
      readonly kind: 'steps'
      readonly steps: readonly { readonly quarter: number; readonly value: number }[]
    }
  | { readonly kind: 'expression'; readonly text: string }

/** Lever name (`fund.budget`) or parameter path (`learn.transferRate`) to its schedule. */
export type Schedules = Readonly<Record<string, Schedule>>

export interface Trial {
  /** Expression over an organisation's attributes at the start; every SME when missing. */
  readonly where?: string
  /** Share of those, drawn. */
  readonly share?: number
  /** Identities instead of a draw. */
  readonly ids?: readonly number[]
  readonly policy: Schedules
}

export interface Arm {
  readonly name: string
  readonly policy: Schedules
  readonly trial?: Trial
}

/** What a factor is drawn from; kept to the range of its lever or parameter. */
export type Distribution =
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'loguniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'triangular'; readonly low: number; readonly mode: number; readonly high: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly sd: number }
  /** `sd` is of the logarithm. */
  | { readonly kind: 'lognormal'; readonly median: number; readonly sd: number }

/** A lever or parameter that a design varies. */
export interface Factor {
  /** As `policy.fund.budget` or `parameters.learn.transferRate`. */
  readonly path: string
  /** Government sets a lever, so the baseline goes without it; an uncertainty holds for the baseline too. */
  readonly role: 'lever' | 'uncertainty'
  /** Values to take, or a law to draw from. */
  readonly from: { readonly values: readonly number[] } | { readonly distribution: Distribution }
}

export const DESIGN_KINDS = ['grid', 'zip', 'lhs', 'sobol', 'random', 'saltelli', 'morris'] as const
export type DesignKind = (typeof DESIGN_KINDS)[number]

/** Points in the space of its factors, at each of which everything is simulated. */
export interface Design {
  readonly kind: DesignKind
  /** Points, base samples (saltelli) or trajectories (morris); a number for each role where the two are drawn apart and crossed. */
  readonly samples?: number | { readonly levers: number; readonly uncertainties: number }
  /** Of morris: how many values a factor may have. */
  readonly levels?: number
  readonly seed: string
  readonly factors: readonly Factor[]
}

/** How well effects must be known: replications are added until the wider half of no interval is above `halfWidth`. */
export interface Precision {
  /** Metric or outcome, over the horizon. */
  readonly metric: string
  /** All unless told. */
  readonly arms?: readonly string[]
  /** Share of the baseline's mean. */
  readonly halfWidth: number
}

export interface Scenario {
  readonly version: 1
  readonly name: string
  readonly question: string
  /** As written: a name in `seeds/` or a path. */
  readonly region: string
  readonly scale: number
  /** Calendar quarter (see quarter.ts) in which the scenario's policy begins. */
  readonly start: number
  readonly quarters: number
  readonly burnIn: number
  /** With a precision, as many as there may be. */
  readonly replications: number
  readonly precision?: Precision
  readonly seed: string
  readonly policy: Schedules
  readonly parameters: Schedules
  /** Only what the scenario switched; a mechanism not named is on. */
  readonly mechanisms: Readonly<Record<string, boolean>>
  /** The baseline first, as the empty arm. A design with levers has one arm more, `design`, whose policy is each point's. */
  readonly arms: readonly Arm[]
  readonly design?: Design
  /** Outcome name to an expression over metric keys and earlier outcomes. */
  readonly outcomes: Readonly<Record<string, string>>
}
