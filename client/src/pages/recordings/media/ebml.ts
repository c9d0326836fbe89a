/** Where an element of WebM begins, and its content; `end` is undefined for one of unknown size. */
export interface Element {
  readonly id: number;
  readonly start: number;
  readonly end: number | undefined;
  readonly body: number;
}

/** The element at `at`; undefined when its head is not whole. */
export function elementAt(bytes: Uint8Array, at: number): Element | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  const idLength = Math.clz32(first) - 23;
  if (idLength > 4) return undefined;
  const sizeFirst = bytes[at + idLength];
  if (sizeFirst === undefined) return undefined;
  const sizeLength = Math.clz32(sizeFirst) - 23;
  const body = at + idLength + sizeLength;
  if (sizeLength > 8 || body > bytes.length) return undefined;
  let id = 0;
  for (let index = 0; index < idLength; index += 1) id = id * 256 + (bytes[at + index] ?? 0);
  let size = sizeFirst & (0xff >> sizeLength);
  let isUnknown = size === 0xff >> sizeLength;
  for (let index = 1; index < sizeLength; index += 1) {
    const byte = bytes[at + idLength + index] ?? 0;
    isUnknown &&= byte === 0xff;
    size = size * 256 + byte;
  }
  return { id, start: at, body, end: isUnknown ? undefined : body + size };
}

/** The number in these bytes, the highest byte first. */
export function uint(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) value = value * 256 + (bytes[index] ?? 0);
  return value;
}
