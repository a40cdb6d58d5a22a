/** Flags that lay over a scenario's file, the same for every command that reads one. */
import type { Command } from 'commander'
import { resolve } from 'node:path'
import type { LoadedScenario } from '../scenario/load.ts'
import { UsageError } from './errors.ts'

export interface ScenarioFlags {
  readonly scale?: string
  readonly quarters?: string
  readonly burnIn?: string
  readonly seed?: string
  readonly set?: readonly string[]
}

const collect = (value: string, previous: readonly string[] = []): string[] => [...previous, value]

export const addScenarioFlags = (command: Command): Command =>
  command
    .option('--scale <share>', 'share of the firms that are simulated')
    .option('--quarters <n>', 'quarters from the start on')
    .option('--burn-in <n>', 'quarters before it')
    .option('--seed <text>', 'source of all chance')
    .option('--set <path=value>', 'a lever, parameter or switch, as policy.fund.budget=900; may be repeated', collect)

export const addArmFlag = (command: Command): Command =>
  command.option('--arm <name>', 'only this arm, and the baseline; may be repeated', collect)

/** The scenario of a file with flags laid over it. */
export async function loadWith(
  file: string, flags: ScenarioFlags & { readonly replications?: string; readonly arm?: readonly string[] },
): Promise<LoadedScenario> {
  const { loadScenario } = await import('../index.ts')
  const { nodeFiles } = await import('../host/files.ts')
  const { applyOverrides } = await import('../scenario/overrides.ts')
  const { scale, quarters, burnIn, replications, seed, set, arm } = flags
  const overrides = Object.entries({ scale, quarters, burnIn, replications, seed, set, arms: arm })
  const given = Object.fromEntries(overrides.filter(([, value]) => value !== undefined))
  return applyOverrides(await loadScenario(file, nodeFiles), given)
}

/** The name of one arm of the scenario; `loadWith` has checked it. */
export const oneArm = (arms: readonly string[] | undefined): string => {
  if (arms !== undefined && arms.length > 1) throw new UsageError('--arm: one arm at a time here')
  return arms?.[0] ?? 'baseline'
}

const MOST_REPLICATIONS = 1_000_000

export function replicationOf(text: string | undefined): number {
  if (text === undefined) return 0
  if (/^\d+$/.test(text) && Number(text) < MOST_REPLICATIONS) return Number(text)
  throw new UsageError(`--replication ${text}: allowed is a whole number from 0 to ${MOST_REPLICATIONS - 1}`)
}

/** The region's file for a result that must stand alone: undefined for the program's own regions. */
export async function ownRegion(loaded: LoadedScenario): Promise<boolean> {
  const { nodeFiles } = await import('../host/files.ts')
  const paths = Object.values(await nodeFiles.regions()).map((path) => resolve(path))
  return !paths.includes(resolve(loaded.regionPath))
}
