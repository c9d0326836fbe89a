import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assertNever } from '@plenum/shared/core/errors';
import { limits } from '@plenum/shared/core/limits';
import { type Accepted, acceptedFile } from './accepted.ts';
import { findShield } from './shielded.ts';
import { type ChildPage, runChild } from './node.ts';
import { findOffice, officeToPdf } from './office.ts';
import { Refused } from './Refused.ts';
import { Refusals, digestOf } from './Refusals.ts';
import { type Owner, Turns } from './Turns.ts';

/** An uploaded file: its path, and the name that its sender gave. */
export interface SentFile {
  readonly path: string;
  readonly name: string;
}

/** The result of a conversion. Paths are in the job's folder. */
export interface Converted {
  readonly kind: 'pdf' | 'images';
  /** In page units. */
  readonly pages: readonly { readonly width: number; readonly height: number }[];
  /** The PDF, or one picture a page. */
  readonly files: readonly { readonly path: string; readonly type: string }[];
  /** The uploaded file, when the PDF was converted from it. */
  readonly original?: { readonly path: string; readonly extension: string };
}

type Turn = Pick<Job, 'by' | 'signal' | 'onPlace'>;

type PictureJob = Pick<Job, 'by' | 'folder' | 'signal'> & { readonly file: SentFile; readonly longSide: number };

/** The shape of the pages that a feature accepts. */
export interface PageShape {
  /** The width of every page, in page units; the height follows from the shape. */
  readonly width: number;
  /** The greatest ratio of a page's sides. */
  readonly steepest: number;
}

export interface Job {
  readonly by: Owner;
  readonly page: PageShape;
  readonly files: readonly SentFile[];
  /** A folder of this job alone. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Called with the position in the queue; 1 is next. */
  readonly onPlace?: (place: number) => void;
  /** Called with the number of finished pages; without numbers while the number of pages is unknown. */
  readonly onProgress: (page?: number, of?: number) => void;
}

interface ConverterOptions {
  /** The folder for the work. It is emptied at the start. */
  readonly folder: string;
  /** The number of conversions at the same time. */
  readonly atOnce?: number;
  /** The office program; without it, office documents are refused. */
  readonly office?: string | undefined;
  /** Whether office documents are also converted on a system without a whole shield. */
  readonly unshielded?: boolean;
  /** The time for one office document, in ms. */
  readonly officeMs?: number;
  readonly now?: () => number;
}

/** Bounds on waiting jobs. */
const waiting = { all: 40, room: 16, person: 12 } as const;
/** The longest side of a kept picture in pixels: enough for a page on a large screen. */
const pictureSide = 3_840;

/** A re-encoded picture; its size in pixels. */
export interface DrawnPicture {
  readonly path: string;
  readonly type: string;
  readonly width: number;
  readonly height: number;
}

interface Drawing extends Pick<Job, 'folder' | 'signal'> {
  readonly paths: readonly string[];
  /** The longest side of the result, in pixels. */
  readonly longSide: number;
  readonly onPicture?: (number: number, of: number) => void;
}

/** Converts uploaded files into pages, in programs of their own, so that hostile files do not harm the server. */
export class Converter {
  readonly #folder: string;
  readonly #office: string | undefined;
  readonly #officeMs: number;
  readonly #turns: Turns;
  readonly #refusals: Refusals;
  /** Running and waiting conversions: a room with the digest of the files. */
  readonly #underWay = new Set<string>();

  private constructor({ folder, office, officeMs = 120_000, atOnce = 1, now = Date.now }: ConverterOptions) {
    this.#folder = folder;
    this.#office = office;
    this.#officeMs = officeMs;
    this.#turns = new Turns({ atOnce, waiting });
    this.#refusals = new Refusals(now);
  }

  /** Creates a converter and empties its folder, which may have files from before a crash. */
  static async create(options: ConverterOptions): Promise<Converter> {
    const { folder, unshielded = false } = options;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const found = 'office' in options ? options.office : findOffice();
    const isSafe = unshielded || (await findShield()) === 'whole';
    return new Converter({ ...options, office: isSafe ? found : undefined });
  }

  /** Gives `work` a new folder, which is deleted when the work ends or fails. */
  async inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(this.#folder, 'job-'));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Converts one PDF, one office document, or several pictures. @throws Refused */
  async convert(job: Job): Promise<Converted> {
    const kinds = await Promise.all(job.files.map(({ path, name }) => acceptedFile(path, name)));
    const [first] = kinds;
    const [file] = job.files;
    if (!first || !file || !kinds.every((kind) => kind !== undefined)) throw new Refused('kind');
    const isPictures = kinds.every(({ kind }) => kind === 'picture');
    if (!isPictures && job.files.length > 1) throw new Refused('kind', 'several files must all be pictures');
    const digest = await this.#admit(job.files, kinds);
    // A room converts the same files once at a time.
    const key = `${job.by.room} ${digest}`;
    if (this.#underWay.has(key)) throw new Refused('twice');
    this.#underWay.add(key);
    try {
      return await this.#turn(job, digest, () => (isPictures ? this.#pictures(job) : this.#document(job, file, first)));
    } finally {
      this.#underWay.delete(key);
    }
  }

  /** Re-encodes one picture. @throws Refused */
  async picture({ file, longSide, ...job }: PictureJob): Promise<DrawnPicture> {
    const kind = await acceptedFile(file.path, file.name);
    if (kind?.kind !== 'picture') throw new Refused('kind');
    const digest = await this.#admit([file], [kind]);
    return this.#turn(job, digest, async () => {
      const [drawn] = await this.#draw({ ...job, longSide, paths: [file.path] });
      if (!drawn) throw new Refused('broken');
      return drawn;
    });
  }

  /** Returns the digest of these files. @throws Refused when the same files were refused a short while ago */
  async #admit(files: readonly SentFile[], kinds: readonly Accepted[]): Promise<string> {
    const readAs = kinds.map((kind) => (kind.kind === 'office' ? kind.extension : kind.kind));
    const digest = await digestOf(
      files.map(({ path }) => path),
      readAs,
    );
    const known = this.#refusals.find(digest);
    if (known) throw new Refused(known, 'the same file was refused a short while ago');
    return digest;
  }

  async #turn<T>({ by, signal, onPlace = () => {} }: Turn, digest: string, work: () => Promise<T>): Promise<T> {
    try {
      return await this.#turns.take({ ...by, signal, onPlace }, work);
    } catch (error) {
      if (error instanceof Refused) this.#refusals.note(digest, error.reason);
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

/** Returns the pages in page units. @throws Refused without pages, or for a page beyond the shape */
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
