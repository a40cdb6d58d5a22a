/** The lab as a static folder that any web server can serve. */
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'src/lab',
  base: './',
  build: { outDir: '../../dist/lab-page', emptyOutDir: true, target: 'es2022', sourcemap: false, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  worker: { format: 'es' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
})
