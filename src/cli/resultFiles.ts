/** What a result on a disk has beside its data files: tables as Parquet, and how it went. */
import { parse } from 'csv-parse'
import { createReadStream } from 'node:fs'
import { arch, cpus, hostname, platform } from 'node:os'
import { describeFiles, type Ending, factorsOf } from '../analysis/resultFiles.ts'
import type { ResultFolder } from '../host/resultFolder.ts'
import { type TableName, tables } from '../records/tables.ts'
import { tableParquet } from '../records/tableParquet.ts'
import type { LoadedScenario } from '../scenario/load.ts'

/** The tables that stand in the folder, as Parquet beside them. */
export async function appendParquet(folder: ResultFolder, loaded: LoadedScenario): Promise<void> {
  for (const { name } of folder.written()) {
    if (!Object.hasOwn(tables, name)) continue
    const file = tableParquet(name as TableName, factorsOf(loaded), (bytes) => folder.append(name.replace('.csv', '.parquet'), bytes))
    for await (const row of createReadStream(folder.pathOf(name)).pipe(parse({ columns: true }))) file.add(row as Record<string, string>)
    file.end()
  }
}

export function finishFiles(folder: ResultFolder, loaded: LoadedScenario, ending: Ending, began: Date): void {
  describeFiles(folder, loaded, ending)
  // What differs from one run of the same scenario to the next stands here alone.
  const ended = new Date()
  const lines = [
    `began     ${began.toISOString()}`,
    `ended     ${ended.toISOString()}`,
    `took      ${((ended.getTime() - began.getTime()) / 1000).toFixed(1)} s`,
    `host      ${hostname()}, ${platform()} ${arch()}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`,
    `node      ${process.version}`,
    `memory    ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB at most`,
  ]
  folder.append('run.log', `${lines.join('\n')}\n`)
  folder.publish()
}
