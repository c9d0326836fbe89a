import { media } from '@plenum/shared/features/media/contract';
import { type PresentMember, presence } from '@plenum/shared/features/presence/contract';
import {
  findPage,
  numberOf,
  type Page,
  pageWidth,
  type Presentation,
  slides,
  type View,
} from '@plenum/shared/features/slides/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { boardPicture } from '@plenum/shared/api/whiteboard/contract';
import { downloadFile } from '../../../app/files.ts';
import type { PrintsOf } from '../../../app/prints.ts';
import { stateOf } from '../../../core/store.ts';
import { paintPrints } from '../../../features/slides/export/canvas.ts';
import { fetchPresented } from '../../../features/slides/files.ts';
import type { PdfDocument } from '../../../features/slides/pages/pdf.ts';
import { wholeOf } from '../../../features/slides/stage/view.ts';
import { bestGrid } from '../../../app/meeting/stage/grid.ts';
import { colourOf, initialsOf } from '../../../ui/identity.ts';
import { house } from '../house.tsx';
import type { Playback } from '../Playback.ts';

type Frames = ReadonlyMap<string, VideoFrame>;
type Context = OffscreenCanvasRenderingContext2D;
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const colours = { ground: '#14181b', stage: '#0c1013', text: '#f2f1ec', label: 'rgb(20 24 27 / 0.8)' } as const;
const stripHeight = 132;
const gap = 8;
const mostInStrip = 6;
const mostInGrid = 9;
/** The fonts of names, as a canvas takes them. */
export const typeface = '"Atkinson Hyperlegible Next Variable", system-ui, sans-serif';

/** Draws the pictures of one file: the page with its drawings or a screen, and the people. */
export class Scene {
  readonly #playback: Playback;
  readonly #context: Context;
  readonly #statesAt: (at: number) => ReturnType<Playback['session']['statesAt']>;
  readonly #documents = new Map<string, Promise<PdfDocument>>();
  readonly #sheets = new Map<string, CanvasImageSource>();
  /** The page with its drawings, as it was drawn last, and of which states. */
  #painted: { readonly key: readonly unknown[]; readonly canvas: OffscreenCanvas } | undefined;
  #printers: Promise<readonly PrintsOf[]> | undefined;

  constructor(playback: Playback, canvas: OffscreenCanvas) {
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('This browser cannot draw on a canvas.');
    this.#playback = playback;
    this.#context = context;
    this.#statesAt = playback.session.walk();
  }

  /** Draws the recording at a time, in ms; times only rise. `frames` are the pictures by member and source. */
  async draw(at: number, frames: Frames): Promise<void> {
    const states = { states: this.#statesAt(at) };
    const context = this.#context;
    const { width, height } = context.canvas;
    context.fillStyle = colours.ground;
    context.fillRect(0, 0, width, height);
    const people = Object.values(stateOf(states, presence).members).toSorted((a, b) => a.joinedAt - b.joinedAt);
    const streams = stateOf(states, media).streams;
    const inPicture = people.toSorted(
      (a, b) => Number(frames.has(`${b.id}/camera`)) - Number(frames.has(`${a.id}/camera`)),
    );
    const isMuted = ({ id }: PresentMember) => streams[id]?.mic?.muted ?? true;
    const content = await this.#content(states, frames);
    if (!content) {
      this.#grid(inPicture.slice(0, mostInGrid), frames, isMuted);
      return;
    }
    const stage = { x: gap, y: gap, width: width - 2 * gap, height: height - stripHeight - 3 * gap };
    context.fillStyle = colours.stage;
    context.fillRect(stage.x, stage.y, stage.width, stage.height);
    fit(context, content, stage);
    this.#strip(inPicture.slice(0, mostInStrip), frames, isMuted);
  }

  close(): void {
    for (const document of this.#documents.values())
      document.then((one) => one.loadingTask.destroy()).catch(() => undefined);
    this.#documents.clear();
    this.#sheets.clear();
  }

  /** What is on the stage: a screen before a page. */
  async #content(
    states: Parameters<PrintsOf>[0],
    frames: Frames,
  ): Promise<{ readonly image: CanvasImageSource; readonly width: number; readonly height: number } | undefined> {
    for (const [key, frame] of frames) {
      if (!key.endsWith('/screen') && !key.endsWith('/contentCamera')) continue;
      return { image: frame, width: frame.displayWidth, height: frame.displayHeight };
    }
    const { presentations, current, view } = stateOf(states, slides);
    const found = findPage(presentations, current);
    if (!found) return undefined;
    const canvas = await this.#page(states, found.presentation, found.page, view ?? wholeOf(found.page));
    return { image: canvas, width: canvas.width, height: canvas.height };
  }

  /** A page with its drawings; drawn again only when something on it has changed. */
  async #page(
    states: Parameters<PrintsOf>[0],
    presentation: Presentation,
    page: Page,
    view: View,
  ): Promise<OffscreenCanvas> {
    const board = stateOf(states, whiteboard).pages[page.id];
    const key = [page.id, board, view.x, view.y, view.width, view.height];
    if (this.#painted?.key.every((part, index) => part === key[index])) return this.#painted.canvas;
    const width = this.#context.canvas.width;
    const canvas = new OffscreenCanvas(width, Math.max(1, Math.round((width * view.height) / view.width)));
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This browser cannot draw on a canvas.');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    const scale = width / view.width;
    context.setTransform(scale, 0, 0, scale, -view.x * scale, -view.y * scale);
    const sheet = await this.#sheet(presentation, page);
    if (sheet) context.drawImage(sheet, 0, 0, page.width, page.height);
    this.#printers ??= Promise.all(house.features.flatMap(({ loadPrints }) => (loadPrints ? [loadPrints()] : [])));
    const prints = (await this.#printers).flatMap((printsOf) => printsOf(states, page.id));
    const { pass } = this.#playback.session;
    await paintPrints(context, prints, (file) =>
      downloadFile(pass, boardPicture, { file })
        .then((blob) => createImageBitmap(blob))
        .catch(() => undefined),
    );
    this.#painted = { key, canvas };
    return canvas;
  }

  /** The picture of a page without drawings. */
  async #sheet(presentation: Presentation, page: Page): Promise<CanvasImageSource | undefined> {
    const known = this.#sheets.get(page.id);
    if (known) return known;
    const { pass } = this.#playback.session;
    let sheet: CanvasImageSource | undefined;
    if (page.picture !== undefined) {
      const part = String(numberOf(page.id));
      sheet = await createImageBitmap(await fetchPresented({ pass, presentation: presentation.id, part }));
    } else if (presentation.kind === 'pdf' && !page.blank) {
      const { paint } = await import('../../../features/slides/pages/pdf.ts');
      const document = await this.#document(presentation);
      sheet = await paint(await document.getPage(numberOf(page.id)), pageWidth, wholeOf(page), pageWidth).ready;
    }
    // A few pages are kept: a talk turns back to them.
    if (this.#sheets.size > 8) this.#sheets.clear();
    if (sheet) this.#sheets.set(page.id, sheet);
    return sheet;
  }

  #document(presentation: Presentation): Promise<PdfDocument> {
    const known = this.#documents.get(presentation.id);
    if (known) return known;
    const { pass } = this.#playback.session;
    const document = Promise.all([
      import('../../../features/slides/pages/pdf.ts'),
      fetchPresented({ pass, presentation: presentation.id, part: 'file' }),
    ]).then(([pdf, file]) => pdf.openPdf(file));
    this.#documents.set(presentation.id, document);
    return document;
  }

  #grid(people: readonly PresentMember[], frames: Frames, isMuted: (member: PresentMember) => boolean): void {
    const { width, height } = this.#context.canvas;
    const grid = bestGrid(people.length, {
      width: width - 2 * gap,
      height: height - 2 * gap,
      gap,
      minWidth: 60,
      minHeight: 60,
      squarest: 1,
      widest: 16 / 9,
    });
    const columns = Math.max(1, Math.floor((width - gap) / (grid.tileWidth + gap)));
    const rows = Math.ceil(people.length / columns);
    const top = (height - rows * grid.tileHeight - (rows - 1) * gap) / 2;
    people.forEach((member, index) => {
      const row = Math.floor(index / columns);
      const inRow = Math.min(columns, people.length - row * columns);
      const left = (width - inRow * grid.tileWidth - (inRow - 1) * gap) / 2;
      const x = left + (index % columns) * (grid.tileWidth + gap);
      const y = top + row * (grid.tileHeight + gap);
      this.#tile({ x, y, width: grid.tileWidth, height: grid.tileHeight }, member, frames, isMuted(member));
    });
  }

  #strip(people: readonly PresentMember[], frames: Frames, isMuted: (member: PresentMember) => boolean): void {
    const { width, height } = this.#context.canvas;
    const tile = (width - gap * (mostInStrip + 1)) / mostInStrip;
    const left = (width - people.length * tile - (people.length - 1) * gap) / 2;
    people.forEach((member, index) => {
      const box = { x: left + index * (tile + gap), y: height - stripHeight - gap, width: tile, height: stripHeight };
      this.#tile(box, member, frames, isMuted(member));
    });
  }

  #tile(box: Box, member: PresentMember, frames: Frames, muted: boolean): void {
    const context = this.#context;
    const frame = frames.get(`${member.id}/camera`);
    context.save();
    context.beginPath();
    context.roundRect(box.x, box.y, box.width, box.height, 10);
    context.clip();
    context.fillStyle = '#1d2327';
    context.fillRect(box.x, box.y, box.width, box.height);
    if (frame) cover(context, frame, box);
    else this.#avatar(box, member);
    if (member.name !== '') this.#label(box, muted ? `${member.name} ·` : member.name);
    context.restore();
  }

  #avatar({ x, y, width, height }: Box, { id, name }: PresentMember): void {
    const context = this.#context;
    const size = height * 0.42;
    const [middleX, middleY] = [x + width / 2, y + height / 2 - 8];
    context.fillStyle = colourOf(id);
    context.beginPath();
    context.arc(middleX, middleY, size / 2, 0, 2 * Math.PI);
    context.fill('nonzero');
    context.fillStyle = colours.ground;
    context.font = `700 ${Math.round(size * 0.42)}px ${typeface}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(initialsOf(name), middleX, middleY);
  }

  #label({ x, y, width, height }: Box, words: string): void {
    const context = this.#context;
    context.font = `15px ${typeface}`;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    const long = Math.min(width - 24, context.measureText(words).width);
    context.fillStyle = colours.label;
    context.beginPath();
    context.roundRect(x + 6, y + height - 30, long + 14, 24, 6);
    context.fill('nonzero');
    context.fillStyle = colours.text;
    context.fillText(words, x + 13, y + height - 17, long);
  }
}

/** Draws an image whole, as large as the box allows. */
function fit(
  context: Context,
  content: { readonly image: CanvasImageSource; readonly width: number; readonly height: number },
  box: Box,
): void {
  const scale = Math.min(box.width / content.width, box.height / content.height);
  const [width, height] = [content.width * scale, content.height * scale];
  context.drawImage(content.image, box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height);
}

/** Fills the box with a frame, cropped. */
function cover(context: Context, frame: VideoFrame, box: Box): void {
  const scale = Math.max(box.width / frame.displayWidth, box.height / frame.displayHeight);
  const [width, height] = [frame.displayWidth * scale, frame.displayHeight * scale];
  context.drawImage(frame, box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height);
}
