/** Plain text for a terminal: columns that line up. */

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
