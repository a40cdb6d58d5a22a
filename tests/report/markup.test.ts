import fc from 'fast-check'
import { parseHTML } from 'linkedom'
import { describe, expect, test } from 'vitest'
import { slug } from '../../src/report/figure.ts'
import { wrapped } from '../../src/report/labels.ts'
import { asMarkup, html, inWords } from '../../src/report/markup.ts'

const read = (markup: string) => (parseHTML(`<!doctype html><html><body>${markup}</body></html>`) as unknown as {
  document: { querySelector(selector: string): { textContent: string; getAttribute(name: string): string | null } | null; querySelectorAll(selector: string): Iterable<unknown> }
}).document

describe('markup', () => {
  test('whatever text is put in comes out as that text, in content and in attributes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>&"\'/= a!-;#1script'.split('')) }), (text) => {
        const page = read(html`<p title="${text}">${text}</p>`.markup)
        expect(page.querySelector('p')!.textContent).toBe(text)
        expect(page.querySelector('p')!.getAttribute('title')).toBe(text)
        expect([...page.querySelectorAll('body *')]).toHaveLength(1)
      }),
    )
  })

  test('markup stays markup, and what is missing leaves nothing', () => {
    expect(html`<b>${asMarkup('<i>1</i>')}${undefined}${false}${['<', html`<u></u>`]}</b>`.markup).toBe('<b><i>1</i>&#60;<u></u></b>')
  })

  test('lists read as sentences do', () => {
    const parts = ['a', 'b', 'c'].map(asMarkup)
    expect([0, 1, 2, 3].map((count) => inWords(parts.slice(0, count)).markup)).toEqual(['', 'a', 'a and b', 'a, b and c'])
  })

  test('long names go on a second line, where a word of them begins', () => {
    expect(wrapped('short', 22)).toBe('short')
    expect(wrapped('innovate.recombinationOfDistantKnowledge', 22)).toBe('innovate.recombination\nOfDistantKnowledge')
    expect(wrapped('a-much-larger-fund-for-grants', 22)).toBe('a-much-larger-fund-\nfor-grants')
    expect(wrapped('x'.repeat(60), 22)).toBe(`${'x'.repeat(22)}\n${'x'.repeat(21)}…`)
  })

  test('ids are safe whatever the names', () => {
    expect(slug('effect', 'A "b" <c>/d', 'É')).toBe('effect-a-b-c-d')
  })
})
