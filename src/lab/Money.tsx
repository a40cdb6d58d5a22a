/** Who pays whom: the flows of both worlds, in ribbons of one scale, and as a table. */
import { useState } from 'preact/hooks'
import { YEAR } from '../analysis/mean.ts'
import { isGovernment, isProgramme } from '../world/ledger.ts'
import { type FlowLink, moneyFlow } from '../report/sankey.ts'
import { Drawing } from './Chart.tsx'
import type { Laboratory, Run } from './laboratory.ts'
import { ARMS, type Opened } from './protocol.ts'
import { difference, number, say, word } from './words.ts'

const FINANCE = ['banks', 'agencies', 'reguarantor', 'funders', 'firms', 'government:guarantee-programme', 'government:sme-fund']

const KINDS = {
  /** What programmes pay to anybody outside government. */
  public: (payer: string, payee: string) => isProgramme(payer) && !isGovernment(payee),
  /** Loans, guarantees, stakes, and what comes back. */
  finance: (payer: string, payee: string) => FINANCE.includes(payer) && FINANCE.includes(payee),
  /** Between treasury, bureaus and everybody who is not a household or outside of the region. */
  state: (payer: string, payee: string) => (isGovernment(payer) || isGovernment(payee)) && payee !== 'households' && payee !== 'outside',
} as const
type Kind = keyof typeof KINDS

interface Link {
  readonly payer: string
  readonly payee: string
  readonly amount: number
}

/** Million yuan a year between each payer and payee, mean over the quarters so far. */
function linksOf({ quarters }: Run, { purposes }: Opened, kind: Kind): Link[] {
  const links = new Map<string, Link>()
  for (const [index, { payer, payee }] of purposes.entries()) {
    if (!KINDS[kind](payer, payee)) continue
    const sum = quarters.reduce((total, { flows }) => total + flows[index], 0)
    const key = `${payer}>${payee}`
    links.set(key, { payer, payee, amount: (links.get(key)?.amount ?? 0) + (YEAR * sum) / Math.max(1, quarters.length) })
  }
  return [...links.values()]
}

export function Money({ laboratory }: { readonly laboratory: Laboratory }) {
  const [kind, choose] = useState<Kind>('public')
  const opened = laboratory.opened.value
  if (!opened) return null
  const links = Object.fromEntries(ARMS.map((arm) => [arm, linksOf(laboratory.runs.value[arm], opened, kind)])) as Record<(typeof ARMS)[number], Link[]>
  const sumOf = (own: readonly Link[]): number => own.reduce((sum, { amount }) => sum + Math.max(0, amount), 0)
  const largest = Math.max(...ARMS.map((arm) => sumOf(links[arm])))
  return (
    <div class="money">
      <div class="tools" role="radiogroup" aria-label={say('money')}>
        {(Object.keys(KINDS) as Kind[]).map((name) => <label key={name}><input type="radio" name="money" checked={kind === name} onChange={() => choose(name)} /> {say(`money.${name}`)}</label>)}
      </div>
      {largest > 0 && (
        <div class="pair">
          {/* A world that is not simulated yet has no flows, and no picture. */}
          {ARMS.filter((arm) => sumOf(links[arm]) > 0).map((arm) => (
            <figure key={arm} class={`flows ${arm}`}>
              <figcaption><strong>{say(arm)}</strong> <span class="about">{say('money.sum', { amount: number(sumOf(links[arm])) })}</span></figcaption>
              <Drawing save={`money-${kind}-${arm}`} describe={told(links[arm])} draw={() => [pictured(moneyFlow(named(links[arm]), largest))]} />
            </figure>
          ))}
        </div>
      )}
      {/* Scrolls by itself where a narrow screen has no room for it. */}
      <div class="wide" role="region" aria-label={say('money.unit')} tabIndex={0}>
        <table>
          <caption>{say('money.unit')}</caption>
          <thead><tr><th scope="col">{say('payer')}</th><th scope="col">{say('payee')}</th>{ARMS.map((arm) => <th key={arm} scope="col">{say(arm)}</th>)}<th scope="col">{say('less')}</th></tr></thead>
          <tbody>
            {links.baseline.map(({ payer, payee, amount }, index) => {
              const own = links.yours[index]?.amount ?? 0
              return amount === 0 && own === 0 ? null : (
                <tr key={`${payer}>${payee}`}><th scope="row">{word('accounts', payer)}</th><td>{word('accounts', payee)}</td><td>{number(amount)}</td><td>{number(own)}</td><td>{difference(own - amount)}</td></tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </div>
  )
}

const named = (links: readonly Link[]): FlowLink[] =>
  links.filter(({ amount }) => amount > 0).map(({ payer, payee, amount }) => ({ payer: word('accounts', payer), payee: word('accounts', payee), amount }))

const told = (links: readonly Link[]): string => named(links).map(({ payer, payee, amount }) => `${payer} → ${payee}: ${number(amount)}`).join('; ')

function pictured(svg: string): SVGSVGElement {
  const parsed = new DOMParser().parseFromString(svg.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" '), 'image/svg+xml')
  return document.importNode(parsed.documentElement, true) as unknown as SVGSVGElement
}
