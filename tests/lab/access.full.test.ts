/** The page for everybody: axe finds nothing serious on any view, in both languages and colour schemes; every size fits. */
import { join } from 'node:path'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, vi } from 'vitest'
import { desk } from '../cli/cinsim.ts'
import { labInBrowser, state, TINY } from '../support/labPage.ts'
import { testWith } from '../support/programs.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
const VIEWS = ['network', 'money', 'firm', 'lessons', 'challenge', 'batch'] as const
const WIDTHS = [390, 1280, 1920] as const
const { folder, write } = desk()
write('tiny.yaml', TINY)
const lab = labInBrowser(join(folder, 'tiny.yaml'))

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** What hangs on colours; a page has all else in common with the one in other colours. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** `part` is what has changed since all of the page was looked at. */
async function violations(page: Page, rules: readonly string[] | undefined, part?: string): Promise<string[]> {
  const options = rules ? { runOnly: { type: 'rule', values: rules } } : {}
  const { violations: found } = await page.evaluate(
    ([wanted, from]) => (window as unknown as { axe: { run(context: string | Document, options: object): Promise<{ violations: readonly Violation[] }> } }).axe.run(from ?? document, wanted),
    [options, part] as const,
  )
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary.slice(0, 300)}`).join(' | ')}`)
}

for (const locale of ['en-GB', 'zh-CN'] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    testWith('chromium', `axe: ${locale}, ${colorScheme}`, async () => {
      const { page, complaints } = await lab.open({ locale, colorScheme })
      await page.goto(lab.served.url)
      await state(page, /same policy|相同/)
      await page.locator('[data-lever="fund.budget"] .value').fill('60')
      await page.locator('[data-lever="fund.budget"] .value').press('Enter')
      await state(page, /are whole|完毕/)
      // What the page's policy would not let in as a script of its own.
      await page.evaluate(axe.source)
      const rules = colorScheme === 'dark' ? OF_COLOURS : undefined
      const found: string[] = []
      for (const view of VIEWS) {
        await page.locator(`#tab-${view}`).click()
        if (view === 'firm') {
          await page.locator('#view button').first().click()
          await page.locator('.life').waitFor()
        }
        found.push(...(await violations(page, rules, view === VIEWS[0] ? undefined : '#view')).map((told) => `${view}: ${told}`))
        for (const width of colorScheme === 'dark' ? [] : WIDTHS) {
          await page.setViewportSize({ width, height: 900 })
          const wide = await page.evaluate(() => document.documentElement.scrollWidth)
          if (wide > width) found.push(`${view}: ${wide} wide at ${width}`)
        }
      }
      await page.locator('#tab-lessons').click()
      await page.locator('.lessons ol button').nth(1).click()
      await page.locator('.lesson .tools button').nth(1).click()
      await page.locator('.prediction').waitFor()
      found.push(...(await violations(page, rules, '.lesson')))
      await page.locator('.menu summary').first().click()
      found.push(...(await violations(page, rules, 'header')))
      await page.setViewportSize({ width: WIDTHS[0], height: 900 })
      for (const menu of await page.locator('.menu details').all()) {
        if ((await menu.getAttribute('open')) === null) await menu.locator('summary').click()
        const { x, width } = (await menu.locator('.sheet').boundingBox())!
        if (x < 0 || x + width > WIDTHS[0]) found.push(`${await menu.locator('summary').innerText()}: from ${x}, ${width} wide`)
        await menu.locator('summary').click()
      }
      expect(found).toEqual([])
      expect(complaints).toEqual([])
      await page.context().close()
    }, 240_000)
  }
}
