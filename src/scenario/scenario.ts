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
  readonly replications: number
  readonly seed: string
  readonly policy: Schedules
  readonly parameters: Schedules
  /** Only what the scenario switched; a mechanism not named is on. */
  readonly mechanisms: Readonly<Record<string, boolean>>
  /** The baseline first, as the empty arm. */
  readonly arms: readonly Arm[]
  /** Outcome name to an expression over metric keys and earlier outcomes. */
  readonly outcomes: Readonly<Record<string, string>>
}
