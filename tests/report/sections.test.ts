/** Sections that only some results have: made from small tables by hand. */
import { parseHTML } from 'linkedom'
import { beforeAll, describe, expect, test } from 'vitest'
import { catalogueOf } from '../../src/experiment/catalogue.ts'
import { nodeFiles } from '../../src/host/files.ts'
import { loadScenario } from '../../src/index.ts'
import type { Manifest } from '../../src/records/manifest.ts'
import { reportPage } from '../../src/report/report.ts'
import { createResult, type ReportTable, takeRow } from '../../src/report/result.ts'
import type { LoadedScenario } from '../../src/scenario/load.ts'
import { type Element, linkedData, numbersOf, pageOf, strayDigits } from './page.ts'

const MANIFEST: Manifest = {
  format: 'cinsim result',
  version: 1,
  engine: { version: '0.1.0', source: 'abc', packages: '0' },
  scenario: 'classroom',
  seed: 'test',
  region: { name: 'classroom', hash: 'def' },
  scenarioHash: '123',
  replications: [0, 1, 2],
  digest: '456',
  runs: { done: 6, failed: 1 },
  files: [{ name: 'effects.csv', bytes: 10, sha256: '789' }],
}

let loaded: LoadedScenario
beforeAll(async () => {
  loaded = await loadScenario('scenarios/classroom.yaml', nodeFiles)
})

type Tables = Partial<Record<ReportTable, string>>

/** Tables as text; the first line of each is its header. */
function page(tables: Tables): Element {
  const { scenario, region } = loaded
  // The lists of what was assumed are long, and another test reads them.
  const catalogue = { ...catalogueOf(), parameters: {}, levers: {} }
  const result = createResult({ scenario, region, manifest: MANIFEST, catalogue })
  for (const [name, text] of Object.entries(tables)) {
    const [header, ...lines] = text.trim().split('\n').map((line) => line.trim().split(','))
    lines.forEach((cells, index) => takeRow(result, name as ReportTable, index + 2, Object.fromEntries(header.map((column, place) => [column, cells[place] ?? '']))))
  }
  const { document } = parseHTML('<html></html>')
  return pageOf(reportPage(result, { missing: 'nothing was simulated' }, { document }))
}

const EFFECTS = 'arm,point,metric,window,baseline,effect,relative,lower,upper,p,n\n'
const ANALYSIS = 'arm,point,group,metric,window,statistic,value,lower,upper\n'
const SENSITIVITY = 'arm,metric,window,quantity,factor,other,statistic,value,lower,upper\n'

const textOf = (from: Element, selector: string): string => from.querySelector(selector)?.textContent.replace(/\s+/g, ' ') ?? ''
const told = (from: Element, id: string): string => textOf(from, `[id="${id}-told"]`)

describe('the answer', () => {
  test('an effect that is told apart has direction, size, interval and baseline', () => {
    const found = page({ 'effects.csv': `${EFFECTS}grants,0,rdSpending,horizon,200,12.34,0.0617,2.1,22.6,0.01,8` })
    expect(textOf(found, '#answer article li')).toBe("R&D spending rises: +12 million yuan per quarter (95 % interval +2 to +23), +6.17 % of the baseline's 200.")
  })

  test('shares are told in percentage points', () => {
    const found = page({ 'effects.csv': `${EFFECTS}grants,0,defaultRate,horizon,0.05,-0.0125,-0.25,-0.0145,-0.0105,0.01,8` })
    expect(textOf(found, '#answer article li')).toBe(
      "Default rate falls: −1.25 percentage points a year (95 % interval −1.45 to −1.05), −25.0 % of the baseline's 5.00 % a year.",
    )
  })

  test('an interval that covers zero is not told apart from none', () => {
    const found = page({ 'effects.csv': `${EFFECTS}grants,0,rdSpending,horizon,200,5,0.025,-3,13,0.2,8` })
    expect(textOf(found, '#answer article')).toContain('Not told apart from none: R&D spending (−3.0 to +13.0 million yuan per quarter).')
    expect(found.querySelector('#answer article li')).toBeNull()
  })

  test('a baseline of zero has no share, and one replication no interval', () => {
    const found = page({ 'effects.csv': `${EFFECTS}grants,0,guaranteedBalance,horizon,0,5,,,,,1` })
    expect(textOf(found, '#answer article')).toContain('One replication gives no interval')
    expect(textOf(found, '#answer article li')).toBe("Guaranteed credit rises: +5.00 million yuan beside the baseline's 0.")
  })

  test('a correction for all arms that takes a finding away is said', () => {
    const found = page({
      'effects.csv': `${EFFECTS}grants,0,rdSpending,horizon,200,12,0.06,2,22,0.04,8`,
      'analysis.csv': `${ANALYSIS}grants,0,all,rdSpending,horizon,holmP,0.08,,`,
    })
    expect(textOf(found, '#answer .sure')).toContain('but for R&D spending (p = 0.0800)')
  })

  test('failed runs are told at the top', () => {
    expect(textOf(page({}), 'header .warning')).toContain('Runs that failed: 1.')
  })

  test('a result without arms still has assumptions and how to reproduce it', () => {
    const found = page({})
    expect(textOf(found, '#answer')).toContain('Only the baseline was run')
    expect([...found.querySelectorAll('main section')].map((section) => section.getAttribute('id'))).toEqual(['answer', 'network', 'assumptions', 'reproduce'])
  })
})

describe('designs', () => {
  const tables = {
    'design.csv': 'point,baseline,policy.fund.budget\n0,0,\n1,0,20\n2,0,40\n3,0,80',
    'effects.csv': `${EFFECTS}design,1,rdSpending,horizon,200,-1,-0.005,-3,1,0.2,8
design,2,rdSpending,horizon,200,4,0.02,2,6,0.01,8
design,3,rdSpending,horizon,200,9,0.045,6,12,0.01,8`,
    'analysis.csv': `${ANALYSIS}design,0,all,rdSpending,horizon,turningPoint,65.4,50.5,81
design,0,all,rdSpending,horizon,turnsInside,1,,
design,0,all,rdSpending,horizon,somethingNew,1,2,3`,
    'sensitivity.csv': `${SENSITIVITY}design,rdSpending,horizon,effect,policy.fund.budget,,S1,0.5,0.3,0.7
design,rdSpending,horizon,effect,policy.fund.budget,,ST,0.6,0.4,0.8
design,rdSpending,horizon,effect,parameters.learn.transferRate,,ST,0.7,0.5,0.9
design,rdSpending,horizon,effect,parameters.learn.transferRate,policy.fund.budget,S2,0.1,0,0.2
design,rdSpending,horizon,effect,,,noiseShare,0.2,,
baseline,rdSpending,horizon,level,parameters.learn.transferRate,,ST,0.9,0.8,1`,
  } satisfies Tables

  test('effects are drawn against the level, and the range is told', () => {
    const found = page(tables)
    expect(told(found, 'dose-policy-fund-budget-rdspending')).toBe('By level: 20: −1.0 (−3.0 to +1.0); 40: +4.0 (+2.0 to +6.0); 80: +9.0 (+6.0 to +12.0). Unit: million yuan per quarter.')
    expect(textOf(found, '#answer')).toContain('design: the effect on R&D spending goes from −1.0 (−3.0 to +1.0) to +9.0 (+6.0 to +12.0) million yuan per quarter.')
    expect(linkedData(found).find(({ name }) => name === 'dose-policy-fund-budget-rdspending.csv')!.rows.map(({ level, source }) => [level, source])).toEqual([
      ['20', 'effects.csv:2'], ['40', 'effects.csv:3'], ['80', 'effects.csv:4'],
    ])
  })

  test('a turning point is told with its interval', () => {
    expect(textOf(page(tables), '#design')).toContain('turns at 65 (+51 to +81), within the levels that were tried')
  })

  test('factors come strongest first, pairs with both names', () => {
    const found = page(tables)
    expect(told(found, 'sensitivity-design-effect-rdspending-st')).toBe('learn.transferRate: +0.70 (+0.50 to +0.90); fund.budget: +0.60 (+0.40 to +0.80).')
    expect(told(found, 'sensitivity-design-effect-rdspending-s2')).toBe('learn.transferRate × fund.budget: +0.10 (0.00 to +0.20).')
    expect(textOf(found, '#sensitivity')).toContain('Effect of design, R&D spending: parameters.learn.transferRate, ST 0.70')
    expect(textOf(found, '#sensitivity')).toContain('Level of baseline, R&D spending')
  })

  test('of many factors the strongest are drawn', () => {
    const factors = Array.from({ length: 9 }, (_, index) => `parameters.learn.p${'abcdefghi'[index]}`)
    const many = {
      'design.csv': `point,baseline,${factors.join(',')}\n1,0,${factors.map(() => 1).join(',')}\n2,0,${factors.map(() => 2).join(',')}`,
      'effects.csv': `${EFFECTS}design,1,rdSpending,horizon,200,-1,-0.005,-3,1,0.2,8\ndesign,2,rdSpending,horizon,200,4,0.02,2,6,0.01,8`,
      'sensitivity.csv': SENSITIVITY + factors.map((factor, index) => `design,rdSpending,horizon,effect,${factor},,muStar,${index},0,${2 * index}`).join('\n'),
    }
    const drawn = linkedData(page(many)).map(({ name }) => name).filter((name) => name.startsWith('dose'))
    expect(drawn).toEqual([...'ihgfed'].map((letter) => `dose-parameters-learn-p${letter}-rdspending.csv`))
    expect(textOf(page(many), '#design')).toContain('Of many factors only those are shown that matter most by their sensitivity')
  })

  test('numbers say where they stand, and none stands alone', () => {
    const found = page(tables)
    expect(strayDigits(found)).toEqual([])
    expect(numbersOf(found).filter(({ at }) => at.startsWith('sensitivity.csv')).map(({ at }) => at)).toContain('sensitivity.csv:4:value')
  })
})

describe('groups', () => {
  const tables = {
    'effects.csv': `${EFFECTS}grants,0,rdSpending,horizon,200,12,0.06,2,22,0.04,8`,
    'analysis.csv': `${ANALYSIS}grants,0,size: micro,revenuePerFirm,horizon,baseline,2,1,3
grants,0,size: micro,revenuePerFirm,horizon,effect,0.4,0.2,0.6
grants,0,size: small,revenuePerFirm,horizon,effect,-0.3,-0.5,-0.1
grants,0,finance: bank loan,survival,horizon,effect,0.01,-0.01,0.03
grants,0,size: micro,firms,horizon,saved,13,10,16
grants,0,size: micro,firms,horizon,lost,4,3,5
grants,0,size: micro,firms,2013Q1,lost,4,3,5`,
  } satisfies Tables

  test('who gains and who loses is said, by group', () => {
    const found = page(tables)
    expect(textOf(found, '#groups')).toContain('Revenue per firm: more among size: micro; less among size: small.')
    expect(told(found, 'groups-grants-revenueperfirm')).toBe('size: micro: +0.40 (+0.20 to +0.60); size: small: −0.30 (−0.50 to −0.10). Unit: million yuan per quarter.')
    expect(told(found, 'groups-grants-survival')).toContain('finance: bank loan: +1.0 (−1.0 to +3.0)')
  })

  test('firms whose fate changed are counted', () => {
    const fates = [...page(tables).querySelectorAll('#groups li')].map(({ textContent }) => textContent.replace(/\s+/g, ' '))
    expect(fates.filter((line) => line.includes('Size: micro:'))).toEqual(['Size: micro: 13.0 (10.0 to 16.0) saved (small firms).', 'Size: micro: 4.0 (3.0 to 5.0) lost (small firms).'])
  })
})

describe('money', () => {
  const ledger = 'arm,point,replication,quarter,payer,payee,purpose,amount\n'

  test('payments of runs that failed do not count', () => {
    const found = page({
      'runs.csv': 'arm,point,replication,runKey,status\nbaseline,0,0,a,done\nbaseline,0,1,b,failed',
      'ledger.csv': `${ledger}baseline,0,0,2013Q1,government:sme-fund,firms,grants,240\nbaseline,0,1,2013Q1,government:sme-fund,firms,grants,9999`,
    })
    // 240 million yuan over 24 quarters.
    expect(told(found, 'public-money-baseline')).toBe('SME fund to firms: +10.0. Unit: million yuan per quarter.')
  })

  test('what one sector gets another pays', () => {
    const lines = (arm: string, amounts: readonly number[]): string =>
      amounts.map((amount, replication) => `${arm},0,${replication},2013Q1,government:sme-fund,firms,grants,${amount}`).join('\n')
    const found = page({
      'effects.csv': `${EFFECTS}grants,0,rdSpending,horizon,200,12,0.06,2,22,0.04,8`,
      'ledger.csv': `${ledger}${lines('baseline', [24, 48, 72])}\n${lines('grants', [48, 96, 144])}`,
    })
    // Differences 1, 2 and 3 a quarter: mean 2, standard error 0.577, t(2) 4.303.
    expect(told(found, 'sectors-grants')).toBe('firms: +2.0 (−0.5 to +4.5); government: −2.0 (−4.5 to +0.5). Unit: million yuan per quarter.')
  })
})
