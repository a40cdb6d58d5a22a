/** What the page asks of its worker, and what the worker tells. */

import type { Scene } from './scene.ts'

/** A lever as a control shows it: numbers of the whole region, before scaling. */
export interface LeverView {
  /** Its path without `policy.`: `fund.budget`. */
  readonly name: string
  readonly unit: string
  readonly minimum: number
  readonly maximum: number
  readonly integer: boolean
  /** Of the baseline when the scenario begins. */
  readonly value: number
  readonly meaning: string
  /** Who pays. */
  readonly price: string
  readonly mark: string
  readonly source: string
}

/** A scenario that has been checked and can be played. */
export interface Opened {
  readonly name: string
  readonly question: string
  readonly region: string
  /** As 2013Q1, from the first to the last. */
  readonly quarters: readonly string[]
  readonly metrics: readonly { readonly key: string; readonly unit: string; readonly meaning: string }[]
  readonly levers: readonly LeverView[]
}

export const ARMS = ['baseline', 'yours'] as const
export type ArmName = (typeof ARMS)[number]

export type Ask =
  | { readonly kind: 'open'; readonly text: string }
  /** Levers that differ from the baseline. A later question ends the one at hand. */
  | { readonly kind: 'simulate'; readonly question: number; readonly levers: Readonly<Record<string, number>> }

export type Tell =
  | { readonly kind: 'opened'; readonly opened: Opened }
  | { readonly kind: 'refused'; readonly told: string }
  /** A quarter has been simulated; `metrics` in the order of `Opened.metrics`, NaN where one has no value. */
  | { readonly kind: 'quarter'; readonly question: number; readonly arm: ArmName; readonly step: number; readonly metrics: Float64Array; readonly scene?: Scene | undefined }
  /** A run is whole; its digest is that of the same run on the command line. */
  | { readonly kind: 'ended'; readonly question: number; readonly arm: ArmName; readonly digest: string; readonly reason: string }
