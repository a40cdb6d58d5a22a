/** `cinsim report`: one page that tells what a result says. */
import type { Command } from 'commander'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Manifest } from '../records/manifest.ts'
import type { Result } from '../report/result.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import { UsageError } from './errors.ts'
import { rowsIn } from './rows.ts'
import { loadWith } from './scenarioOptions.ts'
import { readManifest } from './verify.ts'

const EXAMPLE = `
Examples:
  $ cinsim report output/beijing-2012
  $ cinsim report output/beijing-2012 --out beijing.html

Writes report.html into the folder: the answer in sentences, charts with the data behind them, money flows, who gains and loses, the
network, what was assumed, how to reproduce it. The page needs no network and no other file. One run is simulated again for the
pictures of the network when that takes seconds.`

export function addReport(program: Command): void {
  program
    .command('report')
    .description('write one page that tells what a result says, with charts, assumptions and how to reproduce it')
    .argument('<dir>', 'folder of the result')
    .option('--out <file>', 'where to; report.html in the folder unless told')
    .addHelpText('after', EXAMPLE)
    .action(async (folder: string, { out = join(folder, 'report.html') }: { readonly out?: string }) => {
      const text = await reportOf(folder)
      const { writeWhole } = await import('../host/write.ts')
      writeWhole(out, text)
      process.stdout.write(`${out}\n`)
    })
}

async function reportOf(folder: string): Promise<string> {
  const manifest = readManifest(folder)
  const { createResult } = await import('../report/result.ts')
  const { catalogueOf } = await import('../experiment/catalogue.ts')
  const { networkOfResult } = await import('./reportNetwork.ts')
  const loaded = await scenarioOf(folder)
  const { scenario, region } = loaded
  const result = createResult({ scenario, region, manifest, catalogue: catalogueOf() })
  await readTables(folder, manifest, result)
  const network = await networkOfResult(folder, loaded, result)
  const { parseHTML } = await import('linkedom')
  const { reportPage } = await import('../report/report.ts')
  const { document } = parseHTML('<!doctype html><html></html>')
  return reportPage(result, network, { document })
}

async function scenarioOf(folder: string): Promise<LoadedScenario> {
  const path = join(folder, 'scenario.yaml')
  if (existsSync(path)) return loadWith(path, {})
  throw new UsageError(`${folder} has no scenario.yaml, so it is not a whole result.\n  allowed: a folder that cinsim run has written, as output/beijing-2012`)
}

/** Row by row: a large result is never held whole. */
async function readTables(folder: string, { files }: Manifest, result: Result): Promise<void> {
  const { reportTables, takeRow } = await import('../report/result.ts')
  const written = new Set(files.map(({ name }) => name))
  for (const table of reportTables) {
    if (!written.has(table)) continue
    for await (const { cells, line } of rowsIn(join(folder, table))) takeRow(result, table, line, cells)
  }
}
