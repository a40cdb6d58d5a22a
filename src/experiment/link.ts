/** What is seen in the lab as a short text, for links and for handing in: scenario, levers, luck, quarter and engine. It is input like any other. */
import { z } from 'zod'
import { engine } from './engine.ts'

const MOST_CHARACTERS = 200_000
const MOST_BYTES = 1_000_000

/** Why a link cannot be opened; `message` is a key of the page's words. */
export class LinkError extends Error {
  override readonly name = 'LinkError'
}

/** What the text holds when a challenge is handed in: how much of its goal was reached, and at which cost, as the page told. */
const answer = z.strictObject({ goal: z.enum(['innovations', 'failures']), gain: z.number(), cost: z.number() })

const shared = z.strictObject({
  version: z.literal(1),
  engine: z.string().max(100),
  texts: z.record(z.string().max(100), z.string().max(MOST_BYTES)),
  levers: z.record(z.string().max(100), z.number()),
  replication: z.int().min(0).max(9999),
  step: z.int().min(0).max(1000).optional(),
  answer: answer.optional(),
})

export type Shared = Omit<z.infer<typeof shared>, 'version' | 'engine'>

/** The engine that would give the same numbers. */
const OWN = `${engine.version} ${engine.source}`

async function through(bytes: Uint8Array<ArrayBuffer>, change: CompressionStream | DecompressionStream): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(change).getReader() as ReadableStreamDefaultReader<Uint8Array>
  const parts: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > MOST_BYTES) {
      await reader.cancel()
      throw new LinkError('link.tooLarge')
    }
    parts.push(value)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Letters, digits, - and _. */
export async function encodeLink(wanted: Shared): Promise<string> {
  const text = JSON.stringify({ version: 1, engine: OWN, ...wanted })
  const packed = await through(new TextEncoder().encode(text), new CompressionStream('deflate-raw'))
  let binary = ''
  for (const byte of packed) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** `otherEngine` names the engine that made the link when it is not this one. Throws a `LinkError`. */
export async function decodeLink(code: string): Promise<Shared & { readonly otherEngine?: string }> {
  if (code.length > MOST_CHARACTERS) throw new LinkError('link.tooLarge')
  if (!/^[\w-]+$/.test(code)) throw new LinkError('link.damaged')
  let value: unknown
  try {
    const binary = atob(code.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await through(bytes, new DecompressionStream('deflate-raw'))))
  } catch (error) {
    if (error instanceof LinkError) throw error
    throw new LinkError('link.damaged')
  }
  const { version } = z.object({ version: z.unknown() }).catch({ version: undefined }).parse(value)
  if (typeof version === 'number' && version !== 1) throw new LinkError('link.version')
  const read = shared.safeParse(value)
  if (!read.success || !Object.hasOwn(read.data.texts, 'scenario.yaml')) throw new LinkError('link.damaged')
  const { engine: made, version: _, ...rest } = read.data
  return made === OWN ? rest : { ...rest, otherEngine: made }
}
