/** Plain text for a terminal: numbers a person can read, columns that line up. */

/** About three digits that count: 0.0123, 45.6, 12,300. Missing is a dash. */
export function readable(value: number): string {
  if (!Number.isFinite(value)) return '-'
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1000) return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')
  if (size < 1e-4) return value.toExponential(1)
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(size)))
  return value.toFixed(decimals)
}

export const signed = (value: number): string => (value > 0 ? `+${readable(value)}` : readable(value))

/** Lines of equal columns; numbers (all but the first column, when `right`) stand to the right. */
export function table(rows: readonly (readonly string[])[], right = false): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => (right && column > 0 ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
