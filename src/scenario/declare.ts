/** How mechanisms, levers and metrics declare themselves. The catalogue in `experiment` gathers the declarations. */

/**
 * Where a number comes from: `seed` the Beijing study, `read` another source that was read, `derived` arithmetic on
 * such numbers, `recalled` general knowledge that nobody checked, `assumed` a choice of this model.
 */
export type Mark = 'seed' | 'read' | 'derived' | 'recalled' | 'assumed'

export interface NumberDeclaration {
  readonly unit: string
  readonly default: number
  readonly minimum: number
  readonly maximum: number
  readonly integer?: boolean
  readonly mark: Mark
  /** Key of a fact (CF..), a source (R..), an instrument (L..) or the reason for an assumption. */
  readonly source: string
  readonly meaning: string
}

/** A number of the model that government does not set. */
export type ParameterDeclaration = NumberDeclaration

/** A number that government sets. Its name has two parts, or three where several divide one thing: `fund.shares.equity`. */
export interface LeverDeclaration extends NumberDeclaration {
  /** True for amounts of the whole region, which the engine multiplies by `scale`. */
  readonly scaled: boolean
  /** True when the lever can hold for single firms, as a trial needs. */
  readonly perFirm: boolean
  /** Instruments of the study (L01-L41) that the lever stands for. */
  readonly instruments: readonly string[]
  /** The mechanisms that read it, and no others do. */
  readonly readBy: readonly string[]
  /** Who pays in the ledger, or why nobody does. */
  readonly price: string
}

export interface MetricDeclaration {
  readonly unit: string
  readonly meaning: string
  /** True for sums over the region, which are reported at full scale. */
  readonly extensive: boolean
}

/** A number of the simulated region that a fact can be held against: every metric is one, and some more. */
export interface MomentDeclaration {
  readonly unit: string
  readonly meaning: string
  /** True when the population as grown, before its first quarter, has it already. */
  readonly grown: boolean
}

/** What a region's file must hold for a population to be grown from it. */
export interface RegionNeeds {
  readonly facts: readonly string[]
  readonly population: readonly string[]
  /** Of the table of sectors. */
  readonly columns: readonly string[]
}

/** Everything a scenario may name. Passed in, so that this floor knows no mechanism. */
export interface Catalogue {
  readonly levers: Readonly<Record<string, LeverDeclaration>>
  /** By mechanism, then by name. */
  readonly parameters: Readonly<Record<string, Readonly<Record<string, ParameterDeclaration>>>>
  /** In the order of the schedule; a switch in a scenario may name those that are `switchable`. */
  readonly mechanisms: readonly {
    readonly name: string
    readonly purpose: string
    readonly switchable: boolean
  }[]
  readonly metrics: Readonly<Record<string, MetricDeclaration>>
  /** What the facts of a region may be held against. */
  readonly moments: Readonly<Record<string, MomentDeclaration>>
  readonly regionNeeds: RegionNeeds
}

/** Parameters under their full names: `learn.transferRate`. */
export function parametersByPath(catalogue: Catalogue): Readonly<Record<string, ParameterDeclaration>> {
  const flat = Object.entries(catalogue.parameters).flatMap(([mechanism, parameters]) =>
    Object.entries(parameters).map(([name, parameter]) => [`${mechanism}.${name}`, parameter] as const),
  )
  return Object.fromEntries(flat)
}
