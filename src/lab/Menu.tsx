/** What goes in and out of the page: scenarios, links, files, the language. */
import { useRef, useState } from 'preact/hooks'
import { saveFile } from './download.ts'
import type { Laboratory } from './laboratory.ts'
import { builtInScenario, scenarioNames } from './pageFiles.ts'
import { type Desk, SCENARIO } from './protocol.ts'
import { faultText, language, say } from './words.ts'

interface Props {
  readonly laboratory: Laboratory
  readonly desk: Desk
  readonly tell: (told: string) => void
}

/** Larger than any scenario that the loader takes. */
const MOST_BYTES = 600_000

export function Menu({ laboratory, desk, tell }: Props) {
  const { opened, changed, texts, replication, step, shown, finished, fault } = laboratory
  const [link, setLink] = useState('')
  const [chosen, choose] = useState('')
  const file = useRef<HTMLInputElement>(null)
  const menus = useRef<HTMLDivElement>(null)
  const name = opened.value?.name ?? 'scenario'
  const broke = (error: unknown): void => void (fault.value = faultText(error))
  const close = (): void => {
    for (const details of menus.current!.querySelectorAll('details')) {
      // Whoever came by keyboard stays where they were.
      if (details.open && details.contains(document.activeElement)) details.querySelector('summary')!.focus()
      details.open = false
    }
  }
  const openFile = async (chosen: File | undefined): Promise<void> => {
    if (!chosen) return
    close()
    if (chosen.size > MOST_BYTES) fault.value = say('file.large', { name: chosen.name })
    else await laboratory.open({ [SCENARIO]: await chosen.text() })
    file.current!.value = ''
  }
  const share = async (): Promise<void> => {
    const code = await desk.writeLink({ texts: texts.value, levers: changed.value, replication: replication.value, step: step.value })
    const own = `${location.origin}${location.pathname}#lab=${code}`
    setLink(own)
    history.replaceState(null, '', `#lab=${code}`)
    await navigator.clipboard?.writeText(own).then(() => tell(say('link.copied')), () => undefined)
  }
  const save = (what: () => Promise<void>) => () => {
    close()
    void what().catch(broke)
  }
  return (
    <div class="menu" ref={menus} onKeyDown={({ key }) => key === 'Escape' && close()}>
      <details>
        <summary>{say('menu.open')}</summary>
        <div class="sheet">
          <label>{say('scenario')} <select value={chosen} onChange={({ currentTarget }) => choose(currentTarget.value)}>
            <option value="" disabled>{say('scenario.choose')}</option>
            {scenarioNames.map((own) => <option key={own} value={own}>{own}</option>)}
          </select></label>
          <button type="button" class="main" disabled={chosen === ''} onClick={() => { close(); void laboratory.open({ [SCENARIO]: builtInScenario(chosen) }) }}>{say('scenario.open')}</button>
          <label>{say('menu.file')} <input ref={file} type="file" accept=".yaml,.yml" onChange={({ currentTarget }) => void openFile(currentTarget.files?.[0]).catch(broke)} /></label>
          <label>{say('luck')} <input type="number" min={0} max={9999} value={replication.value} onChange={({ currentTarget }) => laboratory.setReplication(Math.max(0, Math.min(9999, Math.round(Number(currentTarget.value) || 0))))} /></label>
        </div>
      </details>
      <details>
        <summary>{say('menu.save')}</summary>
        <div class="sheet">
          <button type="button" onClick={save(async () => saveFile(`${name}.yaml`, await desk.yaml(changed.value)))}>{say('save.yaml')}</button>
          {(['series.csv', 'runs.csv', 'ledger.csv'] as const).map((table) => (
            <button key={table} type="button" disabled={!finished.value} onClick={save(async () => saveFile(table, await desk.table(table), 'text/csv;charset=utf-8'))}>{table}</button>
          ))}
          <button type="button" disabled={!finished.value} onClick={save(async () => saveFile(`${name}-${opened.value!.quarters[step.value]}.gexf`, await desk.gexf(shown.value, step.value), 'application/xml'))}>{say('save.gexf')}</button>
        </div>
      </details>
      <details onToggle={({ currentTarget }) => { if (currentTarget.open) void share().catch(broke) }}>
        <summary>{say('menu.share')}</summary>
        <div class="sheet"><label>{say('link')} <textarea readOnly rows={4} value={link} onFocus={({ currentTarget }) => currentTarget.select()} /></label><p class="about">{say('link.about')}</p></div>
      </details>
      <button type="button" lang={language.value === 'en' ? 'zh' : 'en'} onClick={() => (language.value = language.value === 'en' ? 'zh' : 'en')}>{say('language')}</button>
    </div>
  )
}
