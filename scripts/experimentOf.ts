/** Scenarios that a script writes instead of a file. */
import { type Experiment, prepare } from '../src/experiment/simulate.ts'
import { nodeFiles } from '../src/host/files.ts'
import { loadScenario } from '../src/index.ts'
import type { Mechanism } from '../src/mechanisms/mechanism.ts'
import type { LoadedScenario } from '../src/scenario/load.ts'

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
