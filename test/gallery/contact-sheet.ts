// The gallery on one page: every picture under its screen and state, small, with the large one behind it.

export interface Picture {
  /** `messages`, `messages, empty`. */
  shot: string
  scheme: string
  width: number
  file: string
}

const STYLE = `
  body { font: 13px/1.5 system-ui, sans-serif; margin: 24px; background: #f3f4f5; color: #1b2329 }
  h2 { font-size: 15px; margin: 32px 0 8px }
  div { display: grid; grid-template-columns: repeat(auto-fill, minmax(420px, 1fr)); gap: 12px }
  figure { margin: 0 }
  img { width: 100%; border: 1px solid #c9ced2; border-radius: 6px }
  figcaption { color: #56616a }
`

export function contactSheet(pictures: readonly Picture[]): string {
  const shots = [...new Set(pictures.map(({ shot }) => shot))]
  const sections = shots.map((shot) => {
    const figures = pictures.filter((picture) => picture.shot === shot).map(figure)
    return `<h2>${escape(shot)}</h2><div>${figures.join('')}</div>`
  })
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Headwater: gallery</title><style>${STYLE}</style><h1>Gallery</h1>${sections.join('\n')}</html>\n`
}

const figure = ({ shot, scheme, width, file }: Picture): string =>
  `<figure><a href="${file}"><img loading="lazy" src="${file}" alt="${escape(shot)}, ${scheme}, ${width} wide"></a><figcaption>${scheme}, ${width} wide</figcaption></figure>`

const escape = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
