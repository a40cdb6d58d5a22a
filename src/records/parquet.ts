/** Parquet, row by row, with little in memory: what is complete goes out as bytes. The same rows give the same bytes. */
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { PanelColumn, PanelColumns, PanelValue } from '../observe/panel.ts'

/** Rows of one row group, which are held at a time. */
const ROWS_PER_GROUP = 32_768

export interface ParquetFile<Look> {
  add(look: Look): void
  /** Writes what is left and the footer; nothing may be added then. */
  end(): void
}

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number]
const types = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  boolean: { type: 'BOOLEAN' },
  integer: { type: 'INT32' },
  identity: { type: 'INT32', converted_type: 'UINT_32' },
  number: { type: 'DOUBLE' },
} as const satisfies Record<PanelColumn<never>['type'], Partial<SchemaElement>>

function schemaOf<Look>(columns: PanelColumns<Look>): SchemaElement[] {
  const fields = Object.entries(columns).map(([name, { type, optional }]): SchemaElement => ({
    name,
    repetition_type: optional ? 'OPTIONAL' : 'REQUIRED',
    ...types[type],
  }))
  return [{ name: 'root', num_children: fields.length }, ...fields]
}

/** `emit` gets the bytes of the file in order; they may be overwritten after the call. */
export function createParquet<Look>(columns: PanelColumns<Look>, emit: (bytes: Uint8Array) => void): ParquetFile<Look> {
  const bytes = new ByteWriter()
  const writer = new ParquetWriter({ writer: bytes, schema: schemaOf(columns), createdBy: 'cinsim' })
  const declared = Object.values(columns)
  const columnData = Object.keys(columns).map((name) => ({ name, data: [] as (PanelValue | null)[] }))
  let rows = 0

  const send = (): void => {
    emit(bytes.getBytes())
    bytes.index = 0
  }
  const closeGroup = (): void => {
    // All rows at hand are one group.
    if (rows > 0) void writer.write({ columnData, rowGroupSize: rows })
    for (const { data } of columnData) data.length = 0
    rows = 0
    send()
  }
  return {
    add(look) {
      for (let column = 0; column < declared.length; column++) {
        const value = declared[column].of(look)
        columnData[column].data.push(declared[column].optional && Number.isNaN(value) ? null : value)
      }
      if (++rows === ROWS_PER_GROUP) closeGroup()
    },
    end() {
      closeGroup()
      void writer.finish()
      send()
    },
  }
}
