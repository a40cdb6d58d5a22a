/** A table of a Markdown page; a bar in a cell does not end it. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [heads, heads.map(() => '---'), ...rows].map(line).join('\n')
}
