import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assertNever } from '@plenum/shared/core/errors';
import { limits } from '@plenum/shared/core/limits';
import { pageWidth, steepestPage } from '@plenum/shared/features/slides/contract';
import { type ChildPage, runChild } from './node.ts';
import { findOffice, officeToPdf } from './office.ts';
import { Refused } from './Refused.ts';
import { type FileKind, sniff } from './sniff.ts';
import { Turns } from './Turns.ts';

/** A file as it was sent: where it lies, and what its sender calls it. */
export interface SentFile {
  readonly path: string;
  readonly name: string;
}

/** What became of it. Paths are in the job's folder. */
export interface Converted {
  readonly kind: 'pdf' | 'images';
  /** In page units. */
  readonly pages: readonly { readonly width: number; readonly height: number }[];
  /** The PDF, or one picture a page. */
  readonly files: readonly { readonly path: string; readonly type: string }[];
  /** What was sent, when that is something else. */
  readonly original?: { readonly path: string; readonly extension: string };
}

export interface Job {
  readonly files: readonly SentFile[];
  /** Of this job alone. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Left out: it is not known yet how many pages there are. */
  readonly onProgress: (page?: number, of?: number) => void;
}

interface ConverterOptions {
  /** Where work is done, and nothing stays. */
  readonly folder: string;
  /** So many at once; others wait. */
  readonly atOnce?: number;
  /** The office program; left out, office documents are refused. */
  readonly office?: string | undefined;
  /** What an office document may take, in ms. */
  readonly officeMs?: number;
}

/** So many jobs may wait for their turn. */
const waitingRoom = 20;
/** Pictures keep so many pixels on their long side: enough for a page that fills a large screen. */
const pictureSide = 3_840;

/** One picture, drawn anew; its size in pixels. */
export interface DrawnPicture {
  readonly path: string;
  readonly type: string;
  readonly width: number;
  readonly height: number;
}

interface Drawing extends Pick<Job, 'folder' | 'signal'> {
  readonly paths: readonly string[];
  /** The longest that a side may stay, in pixels. */
  readonly longSide: number;
  readonly onPicture?: (number: number, of: number) => void;
}

/** Makes pages of what strangers send, in programs of their own: what they break is not ours. */
export class Converter {
  readonly #folder: string;
  readonly #office: string | undefined;
  readonly #officeMs: number;
  readonly #turns: Turns;

  private constructor({ folder, office, officeMs = 60_000, atOnce = 2 }: ConverterOptions) {
    this.#folder = folder;
    this.#office = office;
    this.#officeMs = officeMs;
    this.#turns = new Turns(atOnce, waitingRoom);
  }

  /** Empties the folder: what a crash left behind is nobody's. */
  static async create({ office = findOffice(), ...options }: ConverterOptions): Promise<Converter> {
    await rm(options.folder, { recursive: true, force: true });
    await mkdir(options.folder, { recursive: true, mode: 0o700 });
    return new Converter({ office, ...options });
  }

  /** Gives `work` a folder of its own, which is gone with everything in it when the work ends, however it ends. */
  async inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(this.#folder, 'job-'));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** One PDF, one office document, or pictures. @throws Refused */
  convert(job: Job): Promise<Converted> {
    return this.#turns.take(() => this.#convert(job));
  }

  /** One picture and nothing else, drawn anew. @throws Refused */
  picture({ file, ...job }: Pick<Job, 'folder' | 'signal'> & { readonly file: SentFile; readonly longSide: number }) {
    return this.#turns.take(async (): Promise<DrawnPicture> => {
      if ((await sniff(file.path, file.name))?.kind !== 'picture') throw new Refused('kind');
      const [drawn] = await this.#draw({ ...job, paths: [file.path] });
      if (!drawn) throw new Refused('broken');
      return drawn;
    });
  }

  async #convert(job: Job): Promise<Converted> {
    const kinds = await Promise.all(job.files.map(({ path, name }) => sniff(path, name)));
    const [first] = kinds;
    const [file] = job.files;
    if (!first || !file || !kinds.every((kind) => kind !== undefined)) throw new Refused('kind');
    if (kinds.every(({ kind }) => kind === 'picture')) return this.#pictures(job);
    if (job.files.length > 1) throw new Refused('kind', 'only pictures are put together');
    return this.#document(job, file, first);
  }

  async #document(job: Job, file: SentFile, kind: FileKind): Promise<Converted> {
    switch (kind.kind) {
      case 'pdf':
        return this.#pdf(job, file.path);
      case 'picture':
        return this.#pictures(job);
      case 'office': {
        if (this.#office === undefined) throw new Refused('office');
        job.onProgress();
        const { folder, signal } = job;
        const { extension } = kind;
        const [program, milliseconds] = [this.#office, this.#officeMs];
        const made = await officeToPdf({ program, path: file.path, extension, folder, milliseconds, signal });
        return { ...(await this.#pdf(job, made)), original: { path: file.path, extension } };
      }
      default:
        return assertNever(kind);
    }
  }

  async #pdf({ folder, signal, onProgress }: Job, path: string): Promise<Converted> {
    const pages: Converted['pages'][number][] = [];
    const onPage = (page: ChildPage) => {
      pages.push(pageOf(page));
      onProgress(page.page, page.of);
    };
    const args = [path, String(limits.pagesPerPresentation)];
    await runChild({ name: 'inspectPdf', args, folder, addons: false, signal, onPage });
    return { kind: 'pdf', pages: checked(pages), files: [{ path, type: 'application/pdf' }] };
  }

  async #pictures({ files, folder, signal, onProgress }: Job): Promise<Converted> {
    const paths = files.map(({ path }) => path);
    const drawn = await this.#draw({ paths, folder, signal, longSide: pictureSide, onPicture: onProgress });
    const made = drawn.map(({ path, type }) => ({ path, type }));
    return { kind: 'images', pages: checked(drawn.map(pageOf)), files: made };
  }

  async #draw({ paths, folder, signal, longSide, onPicture }: Drawing): Promise<readonly DrawnPicture[]> {
    const place = join(folder, 'drawn');
    await mkdir(place);
    const drawn: DrawnPicture[] = [];
    const onPage = ({ page, of, type, width, height }: ChildPage) => {
      if (type === undefined || page !== drawn.length + 1) return;
      drawn.push({ path: join(place, `${page}.${type}`), type: `image/${type}`, width, height });
      onPicture?.(page, of);
    };
    const args = [...[limits.pictureSide, limits.pictureArea, longSide].map(String), ...paths];
    await runChild({ name: 'drawPictures', args, folder, addons: true, signal, onPage });
    if (drawn.length !== paths.length) throw new Refused('broken');
    return drawn;
  }
}

function pageOf({ width, height }: Pick<ChildPage, 'width' | 'height'>): Converted['pages'][number] {
  return { width: pageWidth, height: Math.round((pageWidth * height * 100) / width) / 100 };
}

function checked(pages: readonly Converted['pages'][number][]): Converted['pages'] {
  if (pages.length === 0) throw new Refused('empty');
  const isSteep = ({ height }: Converted['pages'][number]) =>
    height > pageWidth * steepestPage || height < pageWidth / steepestPage;
  if (pages.some(isSteep)) throw new Refused('size');
  return pages;
}
