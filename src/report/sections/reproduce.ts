/** How to get the same result again, and hashes to tell whether it is the same. */
import { html, type Markup, nothing } from '../markup.ts'
import type { Result } from '../result.ts'
import { number } from '../told.ts'
import { code } from '../words.ts'

export function reproduceSection({ manifest, rows }: Result): Markup {
  const run = rows['runs.csv'].find(({ cells }) => cells.status === 'done')
  return html`<section id="reproduce"><h2>How to reproduce this</h2>
<p>In the folder of the result, with cinsim ${code(manifest.engine.version)} (engine ${code(manifest.engine.source)}):</p>
<pre><code>cinsim verify .                        ${'# hashes every file, simulates some runs again'}
cinsim run scenario.yaml --out again   ${'# everything again, to the same bytes'}
${run === undefined ? '' : `cinsim replay . ${run.cells.runKey}       # one run, and whether it comes out the same\n`}cinsim report .                        ${'# this page'}</code></pre>
${replicationsNote(manifest.replications)}
<dl class="hashes">
<dt>scenario and region</dt><dd>${code(manifest.scenarioHash)}</dd>
<dt>region</dt><dd>${code(manifest.region.hash)}</dd>
<dt>all runs</dt><dd>${code(manifest.digest)}</dd>
</dl>
<details class="files"><summary>files of the result, with ${code('SHA-256')}</summary><ul>${manifest.files.filter(({ name }) => !name.includes('/')).map(({ name, bytes, sha256 }) =>
  html`<li>${code(name)}, ${number({ value: bytes, at: `manifest.json:files/${name}/bytes` }, { exact: true })} bytes: ${code(sha256)}</li>`)}</ul></details>
</section>
`
}

/** Replications that were chosen one by one need saying: the scenario's file does not. */
function replicationsNote(replications: readonly number[]): Markup {
  const plain = replications.every((replication, place) => replication === place)
  return plain ? nothing : html`<p>Only some replications were run: ${code(`--replication ${replications.join(', ')}`)}.</p>`
}
