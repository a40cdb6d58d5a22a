/** Serves a folder of files to the browser of this machine, and to nothing else. */
import { createReadStream, realpathSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, sep } from 'node:path'
import { HostError } from './write.ts'

const ADDRESS = '127.0.0.1'
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.webmanifest': 'application/manifest+json',
}
/** Nothing is loaded from elsewhere, nothing is run but our files. */
const POLICY = [
  "default-src 'none'", "script-src 'self'", "worker-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "connect-src 'self'",
  "manifest-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ')

export interface PageServer {
  /** As http://127.0.0.1:41234/ */
  readonly url: string
  close(): Promise<void>
}

/** `port` 0 takes any that is free; `texts` are served beside the folder, by their paths. Throws a `HostError` when it cannot have the port. */
export async function servePage(folder: string, port: number, texts: ReadonlyMap<string, string> = new Map()): Promise<PageServer> {
  const root = realpathSync(folder)
  const server = createServer((request, response) => answer(root, texts, server, request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new HostError(`port ${port} is taken.\n  allowed: another --port, or none, which takes one that is free`, 2) : error))
    server.listen(port, ADDRESS, resolve)
  })
  return {
    url: `http://${ADDRESS}:${portOf(server)}/`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port

function answer(root: string, texts: ReadonlyMap<string, string>, server: Server, request: IncomingMessage, response: ServerResponse): void {
  const refuse = (status: number, text: string): void => {
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Security-Policy': POLICY }).end(`${text}\n`)
  }
  // A page elsewhere whose name leads here (DNS rebinding) has its own name in Host.
  if (![`${ADDRESS}:${portOf(server)}`, `localhost:${portOf(server)}`].includes(request.headers.host ?? '')) return refuse(421, 'This server answers to 127.0.0.1 only.')
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET is answered.')
  const text = texts.get(request.url ?? '/')
  const path = text === undefined ? pathIn(root, request.url ?? '/') : undefined
  if (text === undefined && path === undefined) return refuse(404, 'There is no such file.')
  response.writeHead(200, {
    'Content-Type': TYPES[extname(path ?? request.url!)] ?? 'application/octet-stream',
    'Content-Length': path === undefined ? Buffer.byteLength(text!) : statSync(path).size,
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cache-Control': 'no-cache',
  })
  if (request.method === 'HEAD') return void response.end()
  if (path === undefined) return void response.end(text)
  createReadStream(path).on('error', () => response.destroy()).pipe(response)
}

/** The file that a URL means, links followed; undefined when it is none or lies outside of the folder. */
function pathIn(root: string, url: string): string | undefined {
  try {
    const name = decodeURIComponent(url.replace(/[?#].*$/s, ''))
    if (!/^\/(?!\/)[^\0]*$/.test(name)) return undefined
    const path = realpathSync(join(root, name.endsWith('/') ? `${name}index.html` : name))
    return path.startsWith(root + sep) && statSync(path).isFile() ? path : undefined
  } catch {
    return undefined
  }
}
