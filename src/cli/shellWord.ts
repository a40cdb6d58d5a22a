/** A path as a shell takes it, for commands that a user copies from what we say. */
export const shellWord = (path: string): string => (/^[\w./:@%+=,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`)
