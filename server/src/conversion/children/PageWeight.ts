import { OPS, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Bounds on what a page and a document make a browser paint, far above honest documents. */
export const bounds = {
  page: {
    /** Painted letters, on the page or beside it. */
    characters: 500_000,
    operators: 500_000,
    /** Numbers in all paths. */
    pathNumbers: 4_000_000,
    pictures: 5_000,
    annotations: 2_000,
    /** Transparent groups, nested ones too: each is a canvas as large as its content. */
    groups: 5_000,
    groupDepth: 40,
  },
  document: { characters: 2_000_000, operators: 4_000_000, fontBytes: 60 * 1024 * 1024 },
} as const;

interface Operators {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}

function isOperators(value: unknown): value is Operators {
  return typeof value === 'object' && value !== null && 'fnArray' in value && Array.isArray(value.fnArray);
}

/** Returns a value's own property; undefined for anything else. */
function part(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  const length = part(value, 'length');
  return typeof length === 'number' ? length : 0;
}

/** Adds up what one page paints. */
export class PageWeight {
  characters = 0;
  operators = 0;
  #pathNumbers = 0;
  #groups = 0;
  #depth = 0;
  /** The glyphs of the current font that operators draw. */
  #drawn: unknown;
  readonly #page: PDFPageProxy;

  constructor(page: PDFPageProxy) {
    this.#page = page;
  }

  /** The bytes of all fonts that the document has used so far, unpacked. */
  get fontBytes(): number {
    let bytes = 0;
    for (const [, object] of this.#page.commonObjs) bytes += lengthOf(part(object, 'data'));
    return bytes;
  }

  /** Adds operators. Returns false as soon as a bound is passed. */
  bears({ fnArray, argsArray }: Operators): boolean {
    this.operators += fnArray.length;
    for (const [index, operator] of fnArray.entries()) {
      this.#add(operator, argsArray[index]);
      if (!this.#isBearable()) return false;
    }
    return this.#isBearable();
  }

  #isBearable(): boolean {
    const { page } = bounds;
    return (
      this.characters <= page.characters &&
      this.operators <= page.operators &&
      this.#pathNumbers <= page.pathNumbers &&
      this.#groups <= page.groups &&
      this.#depth <= page.groupDepth
    );
  }

  #add(operator: number, args: unknown): void {
    switch (operator) {
      case OPS.setFont:
        this.#drawn = this.#drawnGlyphs(part(args, '0'));
        return;
      case OPS.showText:
        return this.#addText(part(args, '0'));
      case OPS.constructPath:
        this.#pathNumbers += lengthOf(part(part(args, '1'), '0'));
        return;
      case OPS.beginGroup:
        this.#groups += 1;
        this.#depth += 1;
        return;
      case OPS.endGroup:
        this.#depth -= 1;
        return;
      case OPS.setFillColorN:
      case OPS.setStrokeColorN:
        // A pattern has operators of its own and is painted each time.
        for (const arg of Array.isArray(args) ? args : []) if (isOperators(arg)) this.bears(arg);
        return;
      default:
    }
  }

  #addText(glyphs: unknown): void {
    for (const glyph of Array.isArray(glyphs) ? glyphs : []) {
      this.characters += Math.max(1, lengthOf(part(glyph, 'unicode')));
      const drawn = this.#drawn instanceof Map ? this.#drawn.get(part(glyph, 'operatorListId')) : undefined;
      if (isOperators(drawn)) this.operators += drawn.fnArray.length;
    }
  }

  #drawnGlyphs(font: unknown): unknown {
    const objects = this.#page.commonObjs;
    return typeof font === 'string' && objects.has(font) ? part(objects.get(font), 'charProcOperatorList') : undefined;
  }
}
