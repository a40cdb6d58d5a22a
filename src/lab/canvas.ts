/** The network on a plain canvas, for browsers without WebGL. */
import type { Picture } from './picture.ts'

export interface Drawer {
  draw(picture: Picture): void
  destroy(): void
}

/** Half the width of what is drawn, in the units of places. */
const REACH = 3
const TOUCH = 8

export function drawOnCanvas(place: HTMLElement, choose: (id: number) => void): Drawer {
  const canvas = document.createElement('canvas')
  canvas.className = 'plain'
  place.replaceChildren(canvas)
  let last: Picture | undefined
  let frame = 0
  const scale = (): number => Math.min(place.clientWidth, place.clientHeight) / (2 * REACH)
  const at = ({ x, y }: { readonly x: number; readonly y: number }): readonly [number, number] => [place.clientWidth / 2 + x * scale(), place.clientHeight / 2 - y * scale()]
  const paint = (): void => {
    frame = 0
    if (last === undefined) return
    const sharpness = devicePixelRatio
    canvas.width = place.clientWidth * sharpness
    canvas.height = place.clientHeight * sharpness
    const pen = canvas.getContext('2d')!
    pen.scale(sharpness, sharpness)
    const byId = new Map(last.dots.map((dot) => [dot.id, dot]))
    for (const { first, second, colour } of last.lines) {
      pen.strokeStyle = colour
      pen.beginPath()
      pen.moveTo(...at(byId.get(first)!))
      pen.lineTo(...at(byId.get(second)!))
      pen.stroke()
    }
    for (const dot of last.dots) {
      const [x, y] = at(dot)
      pen.fillStyle = dot.colour
      pen.beginPath()
      pen.arc(x, y, dot.size / 1.5, 0, 2 * Math.PI)
      pen.fill()
      if (!dot.marked) continue
      pen.strokeStyle = '#e6007e'
      pen.lineWidth = 2
      pen.stroke()
      pen.lineWidth = 1
    }
  }
  const soon = (): void => void (frame ||= requestAnimationFrame(paint))
  const resized = new ResizeObserver(soon)
  resized.observe(place)
  canvas.addEventListener('click', ({ offsetX, offsetY }) => {
    const near = (last?.dots ?? []).map((dot) => ({ dot, away: Math.hypot(at(dot)[0] - offsetX, at(dot)[1] - offsetY) })).toSorted((one, other) => one.away - other.away).at(0)
    if (near && near.away < TOUCH) choose(near.dot.id)
  })
  return {
    draw(picture) {
      last = picture
      soon()
    },
    destroy() {
      resized.disconnect()
      canvas.remove()
    },
  }
}
