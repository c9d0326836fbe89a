/** The square of a QR code, row by row; true is dark. */
export type QrSquare = readonly (readonly boolean[])[];

/** For error correction level M: data bytes, correction bytes of a block, blocks, and the places of alignment patterns. */
const versions = [
  { data: 16, check: 10, blocks: 1, align: [] },
  { data: 28, check: 16, blocks: 1, align: [6, 18] },
  { data: 44, check: 26, blocks: 1, align: [6, 22] },
  { data: 64, check: 18, blocks: 2, align: [6, 26] },
  { data: 86, check: 24, blocks: 2, align: [6, 30] },
  { data: 108, check: 16, blocks: 4, align: [6, 34] },
  { data: 124, check: 18, blocks: 4, align: [6, 22, 38] },
  { data: 154, check: 22, blocks: 4, align: [6, 24, 42] },
  { data: 182, check: 22, blocks: 5, align: [6, 26, 46] },
  { data: 216, check: 26, blocks: 5, align: [6, 28, 50] },
] as const;

type Version = (typeof versions)[number];

/** Bytes beyond the text itself: the mode and the length. */
const headBytes = (version: number) => (version < 10 ? 2 : 3);

/**
 * A text as a QR code (ISO/IEC 18004, bytes as UTF-8, level M), of versions 1 to 10. Undefined for a text of more than 213
 * bytes.
 */
export function qrOf(text: string): QrSquare | undefined {
  const bytes = new TextEncoder().encode(text);
  const index = versions.findIndex(({ data }, at) => bytes.length + headBytes(at + 1) <= data);
  const version = versions[index];
  if (!version) return undefined;
  const codewords = withChecks(dataOf(bytes, version, index + 1), version);
  const masked = masks.map((_, mask) => new Grid(index + 1, version.align).fill(codewords, mask));
  return masked.reduce((best, grid) => (grid.penalty() < best.penalty() ? grid : best)).rows;
}

/** The data bytes: mode, length, text, end and padding. */
function dataOf(bytes: Uint8Array, { data }: Version, version: number): readonly number[] {
  const bits: number[] = [];
  const add = (value: number, length: number) => {
    for (let at = length - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  add(0b0100, 4);
  add(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) add(byte, 8);
  add(0, Math.min(4, data * 8 - bits.length));
  while (bits.length % 8 > 0) bits.push(0);
  const out: number[] = [];
  for (let at = 0; at < bits.length; at += 8) out.push(Number.parseInt(bits.slice(at, at + 8).join(''), 2));
  for (let pad = 0xec; out.length < data; pad ^= 0xec ^ 0x11) out.push(pad);
  return out;
}

/** Splits the data into blocks, adds the correction bytes of each, and interleaves both. */
function withChecks(data: readonly number[], { check, blocks }: Version): readonly number[] {
  const short = Math.floor(data.length / blocks);
  const shortBlocks = blocks - (data.length % blocks);
  const parts = Array.from({ length: blocks }, (_, block) => {
    const begin = block * short + Math.max(0, block - shortBlocks);
    return data.slice(begin, begin + short + (block < shortBlocks ? 0 : 1));
  });
  const generator = generatorOf(check);
  return [...interleaved(parts), ...interleaved(parts.map((part) => remainder(part, generator)))];
}

function interleaved(parts: readonly (readonly number[])[]): readonly number[] {
  const longest = Math.max(...parts.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => parts.flatMap((part) => part[at] ?? [])).flat();
}

/** Multiplies in the field of 256 elements with the polynomial 0x11d. */
function times(one: number, other: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((other >> bit) & 1) * one;
  }
  return product;
}

/** The generator polynomial of Reed and Solomon, without its leading 1. */
function generatorOf(degree: number): readonly number[] {
  let root = 1;
  let out: readonly number[] = [];
  for (let at = 0; at < degree; at += 1) {
    const factors = [1, ...out];
    const now = root;
    out = [...factors.slice(1), 0].map((value, place) => value ^ times(factors[place] ?? 0, now));
    root = times(root, 2);
  }
  return out;
}

function remainder(data: readonly number[], generator: readonly number[]): readonly number[] {
  return data.reduce<readonly number[]>(
    (rest, byte) => {
      const factor = byte ^ (rest[0] ?? 0);
      return [...rest.slice(1), 0].map((value, at) => value ^ times(generator[at] ?? 0, factor));
    },
    generator.map(() => 0),
  );
}

const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Adds the check bits of a BCH code to a value. */
function withBch(value: number, polynomial: number): number {
  const length = 31 - Math.clz32(polynomial);
  let rest = value;
  for (let at = 0; at < length; at += 1) rest = (rest << 1) ^ ((rest >> (length - 1)) * polynomial);
  return (value << length) | rest;
}

/** The square while it is drawn. */
class Grid {
  readonly #size: number;
  readonly #version: number;
  readonly #dark: boolean[][];
  /** True where a pattern stands, and so no data. */
  readonly #taken: boolean[][];

  constructor(version: number, align: readonly number[]) {
    this.#version = version;
    this.#size = version * 4 + 17;
    const empty = () => Array.from({ length: this.#size }, () => Array.from({ length: this.#size }, () => false));
    this.#dark = empty();
    this.#taken = empty();
    this.#drawPatterns(align);
  }

  get rows(): QrSquare {
    return this.#dark;
  }

  /** Draws the data with this mask. */
  fill(codewords: readonly number[], mask: number): this {
    this.#drawFormat(mask);
    this.#drawVersion();
    let bit = 0;
    for (const [x, y] of this.#zigzag()) {
      const value = ((codewords[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
      bit += 1;
      const row = this.#dark[y];
      if (row) row[x] = (value === 1) !== (masks[mask]?.(x, y) ?? false);
    }
    return this;
  }

  #set(x: number, y: number, dark: boolean): void {
    const [row, taken] = [this.#dark[y], this.#taken[y]];
    if (!row || !taken || x < 0 || x >= this.#size) return;
    row[x] = dark;
    taken[x] = true;
  }

  #drawPatterns(align: readonly number[]): void {
    const end = this.#size - 7;
    for (let at = 0; at < this.#size; at += 1) {
      this.#set(6, at, at % 2 === 0);
      this.#set(at, 6, at % 2 === 0);
    }
    for (const [x, y] of [
      [3, 3],
      [end + 3, 3],
      [3, end + 3],
    ] as const) {
      this.#drawRings(x, y, 4, (ring) => ring !== 2 && ring !== 4);
    }
    const last = align.at(-1);
    for (const x of align) {
      for (const y of align) {
        const isCorner = (x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6);
        if (!isCorner) this.#drawRings(x, y, 2, (ring) => ring !== 1);
      }
    }
  }

  #drawRings(x: number, y: number, reach: number, isDark: (ring: number) => boolean): void {
    for (let dy = -reach; dy <= reach; dy += 1) {
      for (let dx = -reach; dx <= reach; dx += 1) {
        this.#set(x + dx, y + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    }
  }

  /** Twice: level M and the mask. */
  #drawFormat(mask: number): void {
    const bits = withBch(mask, 0x537) ^ 0x5412;
    const dark = (at: number) => ((bits >> at) & 1) === 1;
    for (let at = 0; at < 15; at += 1) {
      const along = at < 6 ? at : at < 8 ? at + 1 : this.#size - 15 + at;
      this.#set(8, along, dark(at));
      const across = at < 8 ? this.#size - 1 - at : at === 8 ? 7 : 14 - at;
      this.#set(across, 8, dark(at));
    }
    this.#set(8, this.#size - 8, true);
  }

  #drawVersion(): void {
    if (this.#version < 7) return;
    const bits = withBch(this.#version, 0x1f25);
    for (let at = 0; at < 18; at += 1) {
      const [far, near] = [this.#size - 11 + (at % 3), Math.floor(at / 3)];
      this.#set(far, near, ((bits >> at) & 1) === 1);
      this.#set(near, far, ((bits >> at) & 1) === 1);
    }
  }

  /** The places of the data, in pairs of columns from the right, up and down in turn. */
  *#zigzag(): Generator<readonly [number, number]> {
    let upward = true;
    for (let right = this.#size - 1; right > 0; right -= 2) {
      if (right === 6) right = 5;
      for (let step = 0; step < this.#size; step += 1) {
        const y = upward ? this.#size - 1 - step : step;
        for (const x of [right, right - 1]) if (!this.#taken[y]?.[x]) yield [x, y];
      }
      upward = !upward;
    }
  }

  /** How hard the square is to read: long runs, blocks, patterns like the corners, and an imbalance of dark and light. */
  penalty(): number {
    const lines = [...this.#dark, ...this.#dark.map((_, x) => this.#dark.map((row) => row[x] ?? false))];
    let sum = 0;
    for (const line of lines) {
      const text = line.map((dark) => (dark ? '1' : '0')).join('');
      for (const run of text.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
      sum += 40 * [...text.matchAll(/(?=10111010000)|(?=00001011101)/g)].length;
    }
    let darks = 0;
    for (const [y, row] of this.#dark.entries()) {
      for (const [x, dark] of row.entries()) {
        if (dark) darks += 1;
        const below = this.#dark[y + 1];
        if (below && row[x + 1] === dark && below[x] === dark && below[x + 1] === dark) sum += 3;
      }
    }
    return sum + 10 * Math.floor(Math.abs((darks * 20) / this.#size ** 2 - 10));
  }
}
