// A rate of messages inside a line of text.

/** `0 messages/s`, `0.4 messages/s`, `1 200 messages/s`. */
export function ratePhrase(perSecond: number): string {
  const number = perSecond === 0 ? '0' : perSecond < 9.95 ? perSecond.toFixed(1) : String(Math.round(perSecond)).replace(/\B(?=(\d{3})+$)/g, '\u202f')
  return `${number} messages/s`
}
