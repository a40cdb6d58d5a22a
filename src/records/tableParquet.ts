/** The tables of a result as Parquet too: the same rows and values as the CSV files, with their types. */
import type { PanelColumns } from '../observe/panel.ts'
import { createParquet, type ParquetFile } from './parquet.ts'
import { columnsOf, type TableName } from './tables.ts'

/** A row of a CSV file by its columns. */
type Text = Readonly<Record<string, string>>

/** `emit` gets the bytes in order; they may be overwritten after the call. `factors` are those of a design. */
export function tableParquet(table: TableName, factors: readonly string[], emit: (bytes: Uint8Array) => void): ParquetFile<Text> {
  const columns: PanelColumns<Text> = Object.fromEntries(columnsOf(table, factors).map(({ name, type, description, unit = '' }) => {
    const of = type === 'string' ? (row: Text): string => row[name] : (row: Text): number => (row[name] === '' ? NaN : Number(row[name]))
    return [name, { type, unit, meaning: description, of, optional: type === 'number' }]
  }))
  return createParquet(columns, emit)
}
