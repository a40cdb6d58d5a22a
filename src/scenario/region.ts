/** A region: sourced facts a population is grown from, and the policy that held there. */
import type { Mark } from './declare.ts'
import type { Schedules } from './scenario.ts'

export interface Fact {
  readonly meaning: string
  readonly value: number
  readonly unit: string
  readonly year: string
  readonly source: string
  readonly mark: Mark
  readonly confidence: 'low' | 'mid' | 'high'
  /** Plausible range; missing where the value is fixed by definition. */
  readonly low?: number
  readonly high?: number
  readonly tier: 'core' | 'extra'
}

/**
 * How the model came by a fact: `input`, the region sets it; `fitted`, parameters were chosen with it in view; `held out`,
 * nobody looked at it, so that meeting it tells something.
 */
export type Role = 'input' | 'fitted' | 'held out'

/** What of the model a fact is held against: a moment of the simulated region, a lever of its policy, or a parameter. */
export type Comparison = (
  | { readonly moment: string }
  | { readonly lever: string; /** Calendar quarter, the scenario's start unless told. */ readonly quarter?: string }
  | { readonly parameter: string; /** What the parameter is divided by to have the fact's unit, 1 unless told. */ readonly per?: number }
) & { readonly role: Role; readonly why: string }

/** A fact that the model cannot express, and why. */
export interface Beyond {
  readonly beyond: string
}

/** A number that growing the population needs and no published fact gives directly. */
export interface Quantity {
  readonly meaning: string
  readonly value: number
  readonly unit: string
  readonly source: string
  readonly mark: Mark
  readonly low: number
  readonly high: number
}

export interface Region {
  readonly version: 1
  readonly name: string
  readonly title: string
  /** The smallest scale at which the region still has enough of everything. */
  readonly minimumScale: number
  /** CF01 ... */
  readonly facts: Readonly<Record<string, Fact>>
  /** What each fact is held against; all facts are there when the section is. */
  readonly calibration?: Readonly<Record<string, Comparison | Beyond>>
  readonly population: Readonly<Record<string, Quantity>>
  readonly sectors: {
    /** What each number of a sector means. */
    readonly columns: Readonly<Record<string, Omit<Quantity, 'value' | 'low' | 'high'>>>
    readonly rows: Readonly<Record<string, Readonly<Record<string, number>>>>
  }
  /** The names of the eight technology fields. */
  readonly fields: readonly string[]
  /** The historical policy, with its dates. */
  readonly policy: Schedules
}
