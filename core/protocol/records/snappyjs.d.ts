// The part of snappyjs that is used here; the package brings no types.
declare module 'snappyjs' {
  export function compress(bytes: Buffer): Buffer
}
