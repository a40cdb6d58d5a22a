/** Calendar quarters as whole numbers: year * 4 + (quarter - 1). */

const PATTERN = /^(\d{4})(?:Q([1-4]))?$/

/** `2013` or `2013Q1` to its number (a year means its first quarter); undefined when it is neither. */
export function parseQuarter(text: string): number | undefined {
  const match = PATTERN.exec(text)
  return match ? Number(match[1]) * 4 + (match[2] ? Number(match[2]) - 1 : 0) : undefined
}

export function formatQuarter(quarter: number): string {
  return `${Math.floor(quarter / 4)}Q${(quarter % 4) + 1}`
}
