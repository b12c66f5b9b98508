// A screenshot as a PNG of 256 colours: a third of the size, and no eye can tell on a picture of text.
import { crc32, deflateSync, inflateSync } from 'node:zlib'

interface Pixels {
  width: number
  height: number
  /** Red, green, blue, three bytes each pixel. */
  rgb: Buffer
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const MAX_COLOURS = 256

export function smallPng(png: Buffer): Buffer {
  const pixels = decode(png)
  const palette = paletteOf(pixels.rgb)
  return encode(pixels, palette)
}

/** What Chromium writes: 8 bits a channel, with or without alpha, not interlaced. */
function decode(png: Buffer): Pixels {
  const data: Buffer[] = []
  let [width, height, channels] = [0, 0, 3]
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const name = png.toString('latin1', at + 4, at + 8)
    const body = png.subarray(at + 8, at + 8 + length)
    if (name === 'IHDR') [width, height, channels] = [body.readUInt32BE(0), body.readUInt32BE(4), body[9] === 6 ? 4 : 3]
    if (name === 'IDAT') data.push(body)
    at += length + 12
  }
  return { width, height, rgb: unfiltered(inflateSync(Buffer.concat(data)), width, height, channels) }
}

function unfiltered(raw: Buffer, width: number, height: number, channels: number): Buffer {
  const stride = width * channels
  const rgb = Buffer.alloc(width * height * 3)
  let above = new Uint8Array(stride)
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)]!
    const line = new Uint8Array(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)))
    for (let x = 0; x < stride; x += 1) {
      const left = x >= channels ? line[x - channels]! : 0
      const corner = x >= channels ? above[x - channels]! : 0
      line[x] = (line[x]! + predicted(filter, left, above[x]!, corner)) & 0xff
    }
    for (let x = 0; x < width; x += 1) rgb.set(line.subarray(x * channels, x * channels + 3), (y * width + x) * 3)
    above = line
  }
  return rgb
}

/** The five filters of PNG. */
function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  const estimate = left + up - corner
  const [byLeft, byUp, byCorner] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)]
  if (byLeft <= byUp && byLeft <= byCorner) return left
  return byUp <= byCorner ? up : corner
}

interface Colour {
  rgb: [number, number, number]
  count: number
}

interface Palette {
  colours: [number, number, number][]
  /** Which of them stands for a colour of the picture. */
  indexOf: Map<number, number>
}

const keyAt = (rgb: Buffer, at: number): number => (rgb[at]! << 16) | (rgb[at + 1]! << 8) | rgb[at + 2]!

/** Median cut: the box with the widest spread of colours is halved until there are enough boxes. */
function paletteOf(rgb: Buffer): Palette {
  const counts = new Map<number, number>()
  for (let at = 0; at < rgb.length; at += 3) counts.set(keyAt(rgb, at), (counts.get(keyAt(rgb, at)) ?? 0) + 1)
  let boxes = [[...counts].map(([key, count]): Colour => ({ rgb: [key >> 16, (key >> 8) & 0xff, key & 0xff], count }))]
  while (boxes.length < MAX_COLOURS) {
    const widest = boxes.reduce((best, box) => (widthOf(box).width > widthOf(best).width ? box : best))
    if (widest.length < 2) break
    const sorted = widest.toSorted((a, b) => a.rgb[widthOf(widest).channel]! - b.rgb[widthOf(widest).channel]!)
    const half = sorted.length >> 1
    boxes = [...boxes.filter((box) => box !== widest), sorted.slice(0, half), sorted.slice(half)]
  }
  const indexOf = new Map<number, number>()
  for (const [index, box] of boxes.entries()) for (const { rgb: [r, g, b] } of box) indexOf.set((r << 16) | (g << 8) | b, index)
  return { colours: boxes.map(meanOf), indexOf }
}

const widths = new WeakMap<Colour[], { width: number; channel: 0 | 1 | 2 }>()

function widthOf(box: Colour[]): { width: number; channel: 0 | 1 | 2 } {
  const known = widths.get(box)
  if (known) return known
  const spread = ([0, 1, 2] as const).map((channel) => {
    const values = box.map(({ rgb }) => rgb[channel])
    return { channel, width: values.length < 2 ? 0 : values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b)) }
  })
  const widest = spread.reduce((best, one) => (one.width > best.width ? one : best))
  widths.set(box, widest)
  return widest
}

function meanOf(box: readonly Colour[]): [number, number, number] {
  const total = box.reduce((sum, { count }) => sum + count, 0)
  const mean = (channel: 0 | 1 | 2): number => Math.round(box.reduce((sum, { rgb, count }) => sum + rgb[channel] * count, 0) / total)
  return [mean(0), mean(1), mean(2)]
}

function encode({ width, height, rgb }: Pixels, { colours, indexOf }: Palette): Buffer {
  const lines = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) lines[y * (width + 1) + 1 + x] = indexOf.get(keyAt(rgb, (y * width + x) * 3))!
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  const parts = [chunk('IHDR', header), chunk('PLTE', Buffer.from(colours.flat())), chunk('IDAT', deflateSync(lines, { level: 9 })), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([SIGNATURE, ...parts])
}

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body])
  const out = Buffer.alloc(named.length + 8)
  out.writeUInt32BE(body.length, 0)
  named.copy(out, 4)
  out.writeUInt32BE(crc32(named), named.length + 4)
  return out
}
