/** Files that leave the page: texts, and the pictures of a figure as SVG and PNG. */

export function saveFile(name: string, content: BlobPart, type = 'text/plain;charset=utf-8'): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken it by the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

const SVG = 'http://www.w3.org/2000/svg'
/** Dots of a PNG for each dot of the screen. */
const SHARPNESS = 2
/** What the page's style decides, and a file has to say itself. */
const STYLES = ['fill', 'stroke', 'stroke-width', 'stroke-opacity', 'fill-opacity', 'stroke-dasharray', 'font-size', 'font-family', 'font-weight', 'text-anchor'] as const

/** All pictures of a figure below each other as one, with their colours as they are on the screen. */
function whole(figure: HTMLElement): { readonly text: string; readonly width: number; readonly height: number } {
  const pictures = [...figure.querySelectorAll('svg')].filter((svg) => svg.clientHeight > 30)
  const all = document.createElementNS(SVG, 'svg')
  let height = 0
  let width = 0
  for (const picture of pictures) {
    const [, , wide, high] = (picture.getAttribute('viewBox') ?? `0 0 ${picture.clientWidth} ${picture.clientHeight}`).split(/[ ,]+/).map(Number)
    const copy = picture.cloneNode(true) as SVGSVGElement
    const originals = picture.querySelectorAll('*')
    for (const [index, element] of copy.querySelectorAll('*').entries()) {
      const shown = getComputedStyle(originals[index])
      for (const name of STYLES) element.setAttribute(name, shown.getPropertyValue(name))
      element.removeAttribute('class')
    }
    copy.setAttribute('y', String(height))
    copy.setAttribute('width', String(wide))
    copy.setAttribute('height', String(high))
    copy.removeAttribute('class')
    all.append(copy)
    height += high
    width = Math.max(width, wide)
  }
  const paper = document.createElementNS(SVG, 'rect')
  paper.setAttribute('width', '100%')
  paper.setAttribute('height', '100%')
  paper.setAttribute('fill', getComputedStyle(document.body).backgroundColor)
  all.prepend(paper)
  all.setAttribute('viewBox', `0 0 ${width} ${height}`)
  all.setAttribute('width', String(width))
  all.setAttribute('height', String(height))
  return { text: new XMLSerializer().serializeToString(all), width, height }
}

export function saveSvg(figure: HTMLElement, name: string): void {
  saveFile(`${name}.svg`, whole(figure).text, 'image/svg+xml')
}

export async function savePng(figure: HTMLElement, name: string): Promise<void> {
  const { text, width, height } = whole(figure)
  const picture = new Image()
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await picture.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * SHARPNESS
  canvas.height = height * SHARPNESS
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height)
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (png) saveFile(`${name}.png`, png, 'image/png')
}
