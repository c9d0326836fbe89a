import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assertNever } from '@plenum/shared/core/errors';
import { limits } from '@plenum/shared/core/limits';
import { type Accepted, acceptedFile } from './accepted.ts';
import { findShield } from './apart.ts';
import { type ChildPage, runChild } from './node.ts';
import { findOffice, officeToPdf } from './office.ts';
import { Refused } from './Refused.ts';
import { Refusals, printOf } from './Refusals.ts';
import { type Owner, Turns } from './Turns.ts';

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

type Turn = Pick<Job, 'by' | 'signal' | 'onPlace'>;

type PictureJob = Pick<Job, 'by' | 'folder' | 'signal'> & { readonly file: SentFile; readonly longSide: number };

/** What a page is like to those who show it. */
export interface PageShape {
  /** Of every page, in page units; the height follows. */
  readonly width: number;
  /** A page may be so much higher than wide, or wider than high. */
  readonly steepest: number;
}

export interface Job {
  readonly by: Owner;
  readonly page: PageShape;
  readonly files: readonly SentFile[];
  /** Of this job alone. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** How many turns come before its own, and then it: 1 is next. */
  readonly onPlace?: (place: number) => void;
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
  /** Whether office documents are converted also where this system cannot shut the office program in. */
  readonly unshielded?: boolean;
  /** What an office document may take, in ms. */
  readonly officeMs?: number;
  readonly now?: () => number;
}

/** So many jobs may wait for their turn. */
const waiting = { all: 40, room: 16, person: 12 } as const;
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
  readonly #refusals: Refusals;
  /** What is being converted or waits for it: of each room, by what is in the files. */
  readonly #underWay = new Set<string>();

  private constructor({ folder, office, officeMs = 120_000, atOnce = 1, now = Date.now }: ConverterOptions) {
    this.#folder = folder;
    this.#office = office;
    this.#officeMs = officeMs;
    this.#turns = new Turns({ atOnce, waiting });
    this.#refusals = new Refusals(now);
  }

  /** Empties the folder: what a crash left behind is of no use. */
  static async create(options: ConverterOptions): Promise<Converter> {
    const { folder, unshielded = false } = options;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const found = 'office' in options ? options.office : findOffice();
    const isSafe = unshielded || (await findShield()) === 'whole';
    return new Converter({ ...options, office: isSafe ? found : undefined });
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
  async convert(job: Job): Promise<Converted> {
    const kinds = await Promise.all(job.files.map(({ path, name }) => acceptedFile(path, name)));
    const [first] = kinds;
    const [file] = job.files;
    if (!first || !file || !kinds.every((kind) => kind !== undefined)) throw new Refused('kind');
    const isPictures = kinds.every(({ kind }) => kind === 'picture');
    if (!isPictures && job.files.length > 1) throw new Refused('kind', 'only pictures are put together');
    const print = await this.#admit(job.files, kinds);
    // Of one file, a room waits for one answer only.
    const key = `${job.by.room} ${print}`;
    if (this.#underWay.has(key)) throw new Refused('twice');
    this.#underWay.add(key);
    try {
      return await this.#turn(job, print, () => (isPictures ? this.#pictures(job) : this.#document(job, file, first)));
    } finally {
      this.#underWay.delete(key);
    }
  }

  /** One picture and nothing else, drawn anew. @throws Refused */
  async picture({ file, longSide, ...job }: PictureJob): Promise<DrawnPicture> {
    const kind = await acceptedFile(file.path, file.name);
    if (kind?.kind !== 'picture') throw new Refused('kind');
    const print = await this.#admit([file], [kind]);
    return this.#turn(job, print, async () => {
      const [drawn] = await this.#draw({ ...job, longSide, paths: [file.path] });
      if (!drawn) throw new Refused('broken');
      return drawn;
    });
  }

  /** Answers the print of these files. @throws Refused when they were refused a short while ago */
  async #admit(files: readonly SentFile[], kinds: readonly Accepted[]): Promise<string> {
    const readAs = kinds.map((kind) => (kind.kind === 'office' ? kind.extension : kind.kind));
    const print = await printOf(
      files.map(({ path }) => path),
      readAs,
    );
    const known = this.#refusals.find(print);
    if (known) throw new Refused(known, 'the same was refused before');
    return print;
  }

  async #turn<T>({ by, signal, onPlace = () => {} }: Turn, print: string, work: () => Promise<T>): Promise<T> {
    try {
      return await this.#turns.take({ ...by, signal, onPlace }, work);
    } catch (error) {
      if (error instanceof Refused) this.#refusals.note(print, error.reason);
      throw error;
    }
  }

  async #document(job: Job, file: SentFile, kind: Accepted): Promise<Converted> {
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

  async #pdf({ page: shape, folder, signal, onProgress }: Job, path: string): Promise<Converted> {
    const pages: ChildPage[] = [];
    const onPage = (page: ChildPage) => {
      pages.push(page);
      onProgress(page.page, page.of);
    };
    const args = [path, String(limits.pagesPerPresentation)];
    await runChild({ name: 'inspectPdf', args, folder, addons: false, signal, onPage });
    return { kind: 'pdf', pages: pagesOf(pages, shape), files: [{ path, type: 'application/pdf' }] };
  }

  async #pictures({ files, page, folder, signal, onProgress }: Job): Promise<Converted> {
    const paths = files.map(({ path }) => path);
    const drawn = await this.#draw({ paths, folder, signal, longSide: pictureSide, onPicture: onProgress });
    const made = drawn.map(({ path, type }) => ({ path, type }));
    return { kind: 'images', pages: pagesOf(drawn, page), files: made };
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

/** The pages in page units. @throws Refused when there are none, or one that nobody could look at */
function pagesOf(
  sizes: readonly Pick<ChildPage, 'width' | 'height'>[],
  { width: unit, steepest }: PageShape,
): Converted['pages'] {
  if (sizes.length === 0) throw new Refused('empty');
  const pages = sizes.map(({ width, height }) => ({
    width: unit,
    height: Math.round((unit * height * 100) / width) / 100,
  }));
  if (pages.some(({ height }) => height > unit * steepest || height < unit / steepest)) throw new Refused('size');
  return pages;
}
