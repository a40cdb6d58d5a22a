/** A report in a real browser: nothing is wider than the page, and no two texts of a picture lie on each other. */
import type { Browser } from 'playwright-core'
import { join } from 'node:path'
import { beforeAll, expect } from 'vitest'
import { desk } from '../cli/cinsim.ts'
import { openBrowser } from '../support/browser.ts'
import { testWith } from '../support/programs.ts'

const SCENARIO = `version: 1
name: shown
question: Which arm with a name that is rather long changes what, and how much, for whom?
region: classroom
scale: 0.4
quarters: 8
burnIn: 4
replications: 3
seed: browser
arms:
  a-much-larger-fund-for-grants-with-a-long-name: { fund: { budget: 60 } }
  guarantees: { guarantee: { governmentShare: 0.6, eligibleShare: 0.3 } }
  people: { talent: { overseasRecruits: 20, equityIncentives: 0.4 } }
  treated: { trial: { where: 'technology == 1', share: 0.5, policy: { fund: { matching: 0 } } } }
`

const { folder, cinsim, write } = desk()

beforeAll(() => {
  write('shown.yaml', SCENARIO)
  expect(cinsim('run', 'shown.yaml', '--out', 'shown', '--quiet')).toMatchObject({ status: 0, stderr: '' })
  expect(cinsim('report', 'shown').status).toBe(0)
}, 120_000)

const LOOKS = [360, 390, 1280].flatMap((width) => (['light', 'dark'] as const).map((colours) => ({ width, colours })))

testWith('chromium', 'a report fits a phone and a desk, in light and dark', async (executablePath) => {
  const browser = await openBrowser(executablePath)
  try {
    for (const { width, colours } of LOOKS) {
      const found = await lookAt(browser, width, colours)
      expect({ width, colours, ...found }).toMatchObject({ wide: [], overlapping: [], outside: [], invisible: [], errors: [] })
      expect(found.texts).toBeGreaterThan(200)
    }
  } finally {
    await browser.close()
  }
})

async function lookAt(browser: Browser, width: number, colorScheme: 'light' | 'dark') {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
  const errors: string[] = []
  page.on('console', (message) => errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) errors.push(`fetched ${request.url()}`)
  })
  await page.goto(`file://${join(folder, 'shown', 'report.html')}`)
  await page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
  // As text, since this file is checked without the types of a page.
  const found = (await page.evaluate(INSPECTION)) as Record<'wide' | 'overlapping' | 'outside' | 'invisible', string[]> & { readonly texts: number }
  await page.close()
  return { ...found, errors }
}

const INSPECTION = `(() => {
  const wide = [], overlapping = [], outside = [], invisible = []
  let texts = 0
  const right = document.documentElement.clientWidth + 0.5
  for (const element of document.querySelectorAll('body *')) {
    if (element.getBoundingClientRect().right > right) wide.push(element.tagName + ' ' + element.textContent.slice(0, 40))
  }
  const ground = getComputedStyle(document.body).backgroundColor
  if (getComputedStyle(document.body).color === ground) invisible.push('text of the page')
  for (const svg of document.querySelectorAll('svg.plot')) {
    const title = svg.querySelector('title').textContent
    const frame = svg.getBoundingClientRect()
    const boxes = [...svg.querySelectorAll('text')].filter((text) => text.textContent.trim() !== '').map((text) => [text.textContent, text.getBoundingClientRect(), getComputedStyle(text).fill])
    texts += boxes.length
    for (const [text, box, fill] of boxes) {
      if (fill === ground) invisible.push(title + ': ' + text)
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) outside.push(title + ': ' + text)
    }
    boxes.forEach(([one, a], place) => {
      for (const [other, b] of boxes.slice(place + 1)) {
        if (a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5) overlapping.push(title + ': ' + one + ' / ' + other)
      }
    })
  }
  return { wide, overlapping, outside, invisible, texts }
})()`
