/** The lab as a static folder that any web server can serve. */
import { createHash } from 'node:crypto'
import { defineConfig, type Plugin } from 'vite'

/** Keeps the page in the browser, so that it opens without a network after the first visit. */
function offline(): Plugin {
  return {
    name: 'offline',
    generateBundle(_options, bundle) {
      const files = ['./', ...Object.keys(bundle).filter((name) => name !== 'index.html')]
      const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 16)
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: worker(version, files) })
    },
  }
}

const worker = (version: string, files: readonly string[]): string => `const CACHE = 'cinsim-${version}'
const FILES = ${JSON.stringify(files)}
addEventListener('install', (event) => event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => skipWaiting())))
addEventListener('activate', (event) => event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith('cinsim-') && name !== CACHE).map((name) => caches.delete(name)))).then(() => clients.claim())))
// The server first, since it may have a newer page; what it was asked to open is never kept.
addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET' || new URL(event.request.url).pathname.includes('/opened/')) return
  const kept = () => caches.match(event.request, { ignoreSearch: event.request.mode === 'navigate' }).then((found) => found ?? (event.request.mode === 'navigate' ? caches.match('./') : Response.error()))
  event.respondWith(fetch(event.request).catch(kept))
})
`

export default defineConfig({
  root: 'src/lab',
  base: './',
  plugins: [offline()],
  // What Node's own entry takes from Node.
  resolve: { alias: { 'csv-stringify/sync': 'csv-stringify/browser/esm/sync' } },
  build: { outDir: '../../dist/lab-page', emptyOutDir: true, target: 'es2022', sourcemap: false, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  worker: { format: 'es' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
})
