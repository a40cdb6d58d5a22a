/** What the page and its workers say to each other. */
import type { Begun } from './batch.ts'
import type { Lesson } from './lesson.ts'
import type { Shared } from '../experiment/link.ts'
import type { Life, Winners } from './life.ts'
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
  /** Who pays. */
  readonly price: string
  readonly mark: string
  readonly source: string
}

/** Levers that differ from the baseline. */
export type Levers = Readonly<Record<string, number>>

/** A scenario that has been checked and can be played. */
export interface Opened {
  readonly name: string
  readonly question: string
  readonly region: string
  /** As 2013Q1, from the first to the last. */
  readonly quarters: readonly string[]
  readonly replications: number
  /** Runs of a replication, all points of a design counted. */
  readonly runs: number
  readonly metrics: readonly { readonly key: string; readonly unit: string }[]
  readonly levers: readonly LeverView[]
  /** Arms of its own that are nothing but levers with one value each. */
  readonly arms: readonly { readonly name: string; readonly levers: Levers }[]
  readonly sectors: readonly string[]
  readonly purposes: readonly { readonly key: string; readonly payer: string; readonly payee: string }[]
}

export const ARMS = ['baseline', 'yours'] as const
export type ArmName = (typeof ARMS)[number]

/** What a paired effect can turn out to be: its interval above 0, below 0, or on both sides. */
export const ANSWERS = ['rises', 'falls', 'unclear'] as const
export type Answer = (typeof ANSWERS)[number]

/** Texts by name; `scenario.yaml` is the one that is opened. */
export type Texts = Readonly<Record<string, string>>
export const SCENARIO = 'scenario.yaml'
/** What the page opens when nothing else is asked for. */
export const CLASSROOM = 'classroom'
/** The region of one that is none of the program's own. */
export const REGION = 'region.yaml'

/** A quarter as it has been simulated. */
export interface Quarter {
  readonly arm: ArmName
  readonly step: number
  /** In the order of `Opened.metrics`, NaN where one has no value. */
  readonly metrics: Float64Array
  /** Million yuan in the order of `Opened.purposes`. */
  readonly flows: Float64Array
  readonly scene: Scene
}

/** A quarter of the burn-in: the first one as it begins, then one a year as it has been simulated. */
export interface Past {
  /** As 2012Q4. */
  readonly past: string
  readonly scene: Scene
}

export type Tell = (told: Quarter | Past) => void

/** A whole run; its digest is that of the same run on the command line. */
export interface Ended {
  readonly digest: string
  /** Why it failed; empty when it did not. */
  readonly reason: string
}

/** Both worlds of one replication, by quarter; the baseline only when it was asked for. */
export interface Replicated {
  readonly baseline?: readonly Float64Array[]
  readonly yours: readonly Float64Array[]
}

/** One run of a batch, as its row tells of it. */
export interface Row {
  readonly arm: string
  readonly point: number
  readonly replication: number
}

/** What a worker does when it is asked. A question ends the one before it, which then comes to undefined. */
export interface Desk {
  /** Throws an error called `ScenarioError` with every problem and its place. */
  open(texts: Texts): Promise<Opened>
  /** Simulates an arm of replication `replication` and tells of each quarter, and of its past before. */
  simulate(arm: ArmName, levers: Levers, replication: number, tell: Tell): Promise<Ended | undefined>
  replicate(levers: Levers, replication: number, withBaseline: boolean): Promise<Replicated | undefined>
  /** Simulates one run of the opened scenario's own arms and points in place of yours. */
  play(row: Row, tell: Tell): Promise<Ended | undefined>
  stop(): void
  /** A firm's life in the runs that were simulated last; undefined for an arm that has none. */
  life(arm: ArmName, firm: number): Promise<Life | undefined>
  winners(): Promise<Winners | undefined>
  /** The scenario with your levers as an arm, as a file. */
  yaml(levers: Levers): Promise<string>
  /** A table of both runs that were simulated last, as on the command line. */
  table(name: 'runs.csv' | 'series.csv' | 'ledger.csv'): Promise<string>
  /** The network of a run that was simulated last after quarter `step`, as GEXF. */
  gexf(arm: ArmName, step: number): Promise<string>
  /** Batches that were begun in this browser with this engine, with how many runs are done. */
  begunBatches(): Promise<readonly (Begun & { readonly done: number })[]>
  /** A batch of the scenario that is open. */
  beginBatch(replications: number): Promise<Begun>
  /** Undefined when it was stopped. */
  workOnBatch(begun: Begun, part: number, of: number, told: (runs: number) => void): Promise<boolean | undefined>
  /** All files of a batch that is done, as a ZIP archive. */
  batchFiles(begun: Begun): Promise<Uint8Array<ArrayBuffer>>
  forgetBatch(id: string): Promise<void>
  /** The lessons that come with the page, by their names. */
  lessons(): Promise<readonly (readonly [name: string, lesson: Lesson])[]>
  /** A lesson that somebody has written. Throws an error called `ScenarioError`. */
  lesson(file: string, text: string): Promise<Lesson>
  /** Throws an error called `LinkError` whose message is a key of the page's words. */
  readLink(code: string): Promise<Shared & { readonly otherEngine?: string }>
  writeLink(shared: Shared): Promise<string>
}
