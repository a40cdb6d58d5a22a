/** Scenarios that a script writes instead of a file. */
import { type Experiment, prepare } from '../src/experiment/simulate.ts'
import { nodeFiles } from '../src/host/files.ts'
import { loadScenario } from '../src/index.ts'
import type { Mechanism } from '../src/mechanisms/mechanism.ts'
import type { LoadedScenario } from '../src/scenario/load.ts'

/** What is run of a region under its own policy. */
export interface Plan {
  readonly region: string
  readonly scale: number
  readonly quarters: number
  readonly burnIn: number
}

/** Options of a script that runs such a plan. */
export const planOptions = {
  region: { type: 'string', default: 'beijing-2012' },
  scale: { type: 'string', default: '0.1' },
  quarters: { type: 'string', default: '40' },
  'burn-in': { type: 'string', default: '20' },
} as const

export const planOf = (options: Readonly<Record<keyof typeof planOptions, string>>): Plan => ({
  region: options.region, scale: Number(options.scale), quarters: Number(options.quarters), burnIn: Number(options['burn-in']),
})

/** What stands in the file, without its version. */
type Written = Readonly<Record<string, unknown>> & { readonly name: string }

/** `mechanisms` replaces the schedule. Throws a `ScenarioError` as for a file. */
export function loadWritten(scenario: Written, mechanisms?: readonly Mechanism[]): Promise<LoadedScenario> {
  const { name } = scenario
  const text = new TextEncoder().encode(JSON.stringify({ version: 1, ...scenario }))
  const files = { ...nodeFiles, read: (path: string, most: number) => (path === name ? text : nodeFiles.read(path, most)) }
  return loadScenario(name, files, mechanisms)
}

/** The same, made ready to run. */
export async function experimentOf(scenario: Written, mechanisms?: readonly Mechanism[]): Promise<Experiment> {
  return prepare(await loadWritten(scenario, mechanisms), mechanisms)
}
