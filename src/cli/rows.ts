/** Tables of a result, row by row: a large one is never held whole. */
import { createReadStream } from 'node:fs'
import { UsageError } from './errors.ts'

export interface Row {
  readonly cells: Readonly<Record<string, string>>
  /** Line of the file on which the row ends. */
  readonly line: number
}

export async function* rowsIn(path: string): AsyncGenerator<Row, void, void> {
  const { parse } = await import('csv-parse')
  const stream = createReadStream(path)
  const parser = parse({ columns: true, info: true })
  stream.on('error', (error) => parser.destroy(error))
  stream.pipe(parser)
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: Record<string, string>; info: { lines: number } }>) {
      yield { cells: record, line: info.lines }
    }
  } catch (error) {
    throw new UsageError(`${path} cannot be read as a table: ${error instanceof Error ? error.message : String(error)}\n  cinsim verify tells whether the folder is as it was written`)
  } finally {
    stream.destroy()
  }
}
