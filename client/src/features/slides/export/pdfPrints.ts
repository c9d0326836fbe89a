import {
  appendBezierCurve,
  beginText,
  closePath,
  concatTransformationMatrix,
  drawObject,
  endText,
  fill,
  LineCapStyle,
  LineJoinStyle,
  lineTo,
  moveTo,
  type PDFDocument,
  type PDFFont,
  type PDFImage,
  type PDFName,
  type PDFOperator,
  type PDFPage,
  popGraphicsState,
  pushGraphicsState,
  setCharacterSqueeze,
  setDashPattern,
  setFillingRgbColor,
  setFontAndSize,
  setGraphicsState,
  setLineCap,
  setLineJoin,
  setLineWidth,
  setStrokingRgbColor,
  setTextMatrix,
  showText,
  StandardFonts,
  stroke,
} from '@cantoo/pdf-lib';
import type { Print, PrintLine, PrintPart } from '../../../app/prints.ts';
import { pictureOfLine, widthOf } from './letters.ts';
import { intoBox, type Matrix } from './matrix.ts';
import { stepsOf } from './path.ts';

/** Loads a file of the room as PNG or JPEG; undefined when that fails. */
export type BytesOf = (file: string) => Promise<Uint8Array | undefined>;

/** Writes prints to the pages of one PDF as paths and text, not as pixels. */
export class PdfPrints {
  readonly #document: PDFDocument;
  readonly #font: PDFFont;
  /** The letters of the font, by code point. */
  readonly #letters: ReadonlySet<number>;
  /** The font's name on each page. */
  readonly #names = new WeakMap<PDFPage, PDFName>();
  readonly #bytesOf: BytesOf;
  /** Embeds each file once, however often it is shown. */
  readonly #images = new Map<string, Promise<PDFImage | undefined>>();

  private constructor(document: PDFDocument, font: PDFFont, bytesOf: BytesOf) {
    this.#bytesOf = bytesOf;
    this.#document = document;
    this.#font = font;
    this.#letters = new Set(font.getCharacterSet());
  }

  static async of(document: PDFDocument, bytesOf: BytesOf): Promise<PdfPrints> {
    return new PdfPrints(document, await document.embedFont(StandardFonts.Helvetica), bytesOf);
  }

  /** @param matrix from page units to the points of this page */
  async write(page: PDFPage, prints: readonly Print[], matrix: Matrix): Promise<void> {
    if (prints.length === 0) return;
    const operators: PDFOperator[] = [pushGraphicsState(), concatTransformationMatrix(...matrix)];
    operators.push(setLineCap(LineCapStyle.Round), setLineJoin(LineJoinStyle.Round));
    for (const { box, angle, parts } of prints) {
      operators.push(pushGraphicsState(), concatTransformationMatrix(...intoBox(box, angle)));
      for (const part of parts) operators.push(...(await this.#part(page, part)));
      operators.push(popGraphicsState());
    }
    page.pushOperators(...operators, popGraphicsState());
  }

  async #part(page: PDFPage, part: PrintPart): Promise<readonly PDFOperator[]> {
    if (part.kind === 'text') return this.#text(page, part);
    if (part.kind === 'picture') return this.#file(page, part);
    const path = stepsOf(part.d).map((step) => {
      switch (step.kind) {
        case 'move':
          return moveTo(...step.to);
        case 'line':
          return lineTo(...step.to);
        case 'curve':
          return appendBezierCurve(...step.points);
        case 'close':
          return closePath();
        default:
          return step satisfies never;
      }
    });
    if (path.length === 0) return [];
    const see = [pushGraphicsState(), ...this.#opacity(page, part.opacity)];
    const [red, green, blue] = rgbOf(part.colour);
    if (part.kind === 'fill')
      return [...see, setFillingRgbColor(red, green, blue), ...path, fill(), popGraphicsState()];
    return [
      ...see,
      setStrokingRgbColor(red, green, blue),
      setLineWidth(part.width),
      setDashPattern([...(part.dash ?? [])], 0),
      ...path,
      stroke(),
      popGraphicsState(),
    ];
  }

  async #file(
    page: PDFPage,
    { file, width, height }: Extract<PrintPart, { kind: 'picture' }>,
  ): Promise<readonly PDFOperator[]> {
    const embedded = this.#images.get(file) ?? this.#embed(file);
    this.#images.set(file, embedded);
    const image = await embedded;
    return image ? placed(page, image, { x: 0, y: 0, width, height }) : [];
  }

  async #embed(file: string): Promise<PDFImage | undefined> {
    const bytes = await this.#bytesOf(file);
    return bytes && embedPicture(this.#document, bytes);
  }

  async #text(page: PDFPage, part: Extract<PrintPart, { kind: 'text' }>): Promise<readonly PDFOperator[]> {
    const operators: PDFOperator[] = [];
    for (const line of part.lines.filter(({ text }) => text.trim() !== '')) {
      operators.push(...(this.#writing(page, part, line) ?? (await this.#picture(page, part, line))));
    }
    return operators;
  }

  /**
   * Text in the PDF's standard font, stretched to its width on the board; undefined when the font lacks a letter, or the
   * line runs from right to left, because the font puts one letter after the other.
   */
  #writing(
    page: PDFPage,
    { size, colour }: { readonly size: number; readonly colour: string },
    { text, direction, x, y }: PrintLine,
  ): readonly PDFOperator[] | undefined {
    if (direction === 'rtl') return undefined;
    if (!Array.from(text).every((letter) => this.#letters.has(letter.codePointAt(0) ?? 0))) return undefined;
    const squeeze = (widthOf(text, size) / this.#font.widthOfTextAtSize(text, size)) * 100;
    return [
      beginText(),
      setFillingRgbColor(...rgbOf(colour)),
      setFontAndSize(this.#fontOn(page), size),
      setCharacterSqueeze(squeeze),
      // The y axis of page units points down, that of text points up.
      setTextMatrix(1, 0, 0, -1, x, y),
      showText(this.#font.encodeText(text)),
      endText(),
    ];
  }

  #fontOn(page: PDFPage): PDFName {
    const name = this.#names.get(page) ?? page.node.newFontDictionary('Board', this.#font.ref);
    this.#names.set(page, name);
    return name;
  }

  async #picture(
    page: PDFPage,
    part: { readonly size: number; readonly colour: string },
    line: PrintLine,
  ): Promise<readonly PDFOperator[]> {
    const picture = pictureOfLine(line, part);
    if (!picture) return [];
    const { png, width, height, rise } = picture;
    return placed(page, await this.#document.embedPng(png), { x: line.x, y: line.y - rise, width, height });
  }

  #opacity(page: PDFPage, opacity: number = 1): readonly PDFOperator[] {
    if (opacity === 1) return [];
    const state = this.#document.context.obj({ Type: 'ExtGState', ca: opacity, CA: opacity });
    return [setGraphicsState(page.node.newExtGState('Wash', state))];
  }
}

/** Embeds a PNG or JPEG in the document. */
export function embedPicture(document: PDFDocument, bytes: Uint8Array): Promise<PDFImage> {
  const isPng = bytes[0] === 0x89 && bytes[1] === 0x50;
  return isPng ? document.embedPng(bytes) : document.embedJpg(bytes);
}

/** Draws a picture over a box; the y axis of page units points down, that of pictures points up. */
function placed(page: PDFPage, image: PDFImage, { x, y, width, height }: Print['box']): readonly PDFOperator[] {
  return [
    pushGraphicsState(),
    concatTransformationMatrix(width, 0, 0, -height, x, y + height),
    drawObject(page.node.newXObject('Picture', image.ref)),
    popGraphicsState(),
  ];
}

/** `#rrggbb` as three numbers from 0 to 1. */
function rgbOf(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}
