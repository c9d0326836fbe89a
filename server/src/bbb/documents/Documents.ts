import { join } from 'node:path';
import type { RoomId } from '@plenum/shared/core/ids';
import { moderation } from '@plenum/shared/features/moderation/contract';
import type { AwaitedDocument, PresentationId } from '@plenum/shared/features/slides/contract';
import { slidesLimits } from '@plenum/shared/features/slides/limits';
import type { MissReason } from '@plenum/shared/features/slides/refusals';
import type { Converter } from '../../conversion/Converter.ts';
import { Turns } from '../../conversion/Turns.ts';
import { Refused } from '../../conversion/Refused.ts';
import { titleOf } from '../../features/slides/keep.ts';
import { makeSlides, refusalOf } from '../../features/slides/making.ts';
import { serveSlides, type SlidesFact } from '../../features/slides/slides.ts';
import { type FileTools, Receiving } from '../../gateway/http/files.ts';
import type { BbbDocuments, Meeting, ProgramDocument } from '../../gateway/http/bbb/ports.ts';
import type { Outward } from '../../outward/ports.ts';
import type { Room } from '../../room/Room.ts';
import type { Rooms } from '../../room/Rooms.ts';
import { writeBase64 } from './base64.ts';
import { fetchDocument, missReasonOf } from './fetching.ts';
import { documentName, nameInUrl } from './naming.ts';

/** The meetings whose documents are fetched and converted at once: each holds an outward request or a turn of the converter. */
const atOnce = 12;
/** The lanes of one organisation: its slow addresses hold no more meetings of others up. */
const lanesOfOwner = 3;
/** Documents that wait: of all meetings, of a lane, and of a meeting. */
const waiting = { all: 500, room: 200, person: slidesLimits.documentNotes };
/** The most bytes of decoded files on the disk, of documents that wait or are being converted. */
const mostDecodedBytes = 2 * 1024 ** 3;

interface Options extends FileTools {
  readonly converter: Converter;
  readonly rooms: Pick<Rooms, 'find'>;
  readonly outward: Outward;
  readonly failed: (what: string, error: unknown) => void;
  readonly mostDecodedBytes?: number;
}

/** One document on its way, with the id under which its room expects it. */
interface Work {
  readonly id: PresentationId;
  readonly room: RoomId;
  /** Without its base64 as soon as that is on the disk, so that the body of the request does not stay in memory. */
  document: ProgramDocument;
  readonly lane: string;
  readonly takesStage: boolean;
}

/**
 * Takes documents of programs into their meetings: fetched or decoded, then converted as an uploaded one is. The documents of one meeting
 * come one after the other. What fails becomes a note in the slides of the meeting, which goes on (decision 0201).
 */
export class Documents implements BbbDocuments {
  readonly #options: Options;
  readonly #turns = new Turns({ atOnce, waiting });
  readonly #stop = new AbortController();
  readonly #works = new Set<Promise<void>>();
  #decodedBytes = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  async requireHere({ room }: Meeting): Promise<void> {
    await this.#options.rooms.find(room, 'here');
  }

  async bring(meeting: Meeting, documents: readonly ProgramDocument[], when: 'first' | 'later'): Promise<void> {
    const given = documents.slice(0, slidesLimits.documentNotes);
    if (given.length === 0) return;
    const { newId } = this.#options;
    const lane = `${meeting.owner} ${meeting.room.charCodeAt(0) % lanesOfOwner}`;
    const works = given.map((document): Work => {
      return { id: newId(), room: meeting.room, document, lane, takesStage: when === 'later' && document.isCurrent };
    });
    const taken = works.slice(0, slidesLimits.presentationsPerRoom);
    const expected = works.map((work): AwaitedDocument => {
      return { id: work.id, name: titleOf(nameOf(work.document)), ...(!taken.includes(work) && { reason: 'full' }) };
    });
    await this.#tell(meeting.room, { expected });
    await Promise.all(taken.map((work) => this.#begin(work)));
  }

  /** Stops what is on its way; the rooms say so when they are opened again. Idempotent. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#works);
  }

  /** Resolves when the bytes of a document that came with the request are on the disk; never rejects. */
  #begin(work: Work): Promise<void> {
    const { promise: isHeld, resolve: hold } = Promise.withResolvers<void>();
    const done: Promise<void> = this.#bring(work, hold)
      .catch((error: unknown) => this.#miss(work, error))
      .catch((error: unknown) => this.#options.failed('noting that a document of a program is missing', error))
      .finally(() => {
        hold();
        this.#works.delete(done);
      });
    this.#works.add(done);
    return isHeld;
  }

  #bring(work: Work, hold: () => void): Promise<void> {
    const { converter, outward } = this.#options;
    const { signal } = this.#stop;
    const { room, lane } = work;
    const start = async (folder: string) => {
      const path = join(folder, 'sent');
      const here = await this.#decode(work, path);
      hold();
      await this.#turns.take({ room: lane, person: room, signal, onPlace: () => {} }, async () => {
        if (await this.#isOver(room)) return;
        const { document } = work;
        if ('base64' in document) return this.#convert(work, { folder, path, bytes: here, name: document.name });
        const { bytes, name } = await fetchDocument(outward, document.url, { path, signal });
        const names = [document.name, name, nameInUrl(document.url)];
        return this.#convert(work, { folder, path, bytes, name: documentName(names) });
      });
    };
    const budgeted = decodedBytesOf(work.document);
    return this.#withinBudget(budgeted, () => converter.inFolder(start)).finally(() => release(work));
  }

  /** Runs `work` while the bytes count. @throws Refused `busy` when too many bytes wait */
  async #withinBudget(bytes: number, work: () => Promise<void>): Promise<void> {
    const { mostDecodedBytes: most = mostDecodedBytes } = this.#options;
    if (bytes > 0 && this.#decodedBytes + bytes > most) throw new Refused('busy', 'too many decoded bytes wait');
    this.#decodedBytes += bytes;
    try {
      await work();
    } finally {
      this.#decodedBytes -= bytes;
    }
  }

  /** Writes the base64 of a document to the disk and lets go of it. @returns the bytes of the file; 0 for a document with an address */
  async #decode(work: Work, path: string): Promise<number> {
    try {
      const { document } = work;
      return 'base64' in document ? await writeBase64(document.base64, path, slidesLimits.presentationBytes) : 0;
    } finally {
      release(work);
    }
  }

  async #convert(
    { id, room, document, takesStage }: Work,
    { folder, path, bytes, name }: { folder: string; path: string; bytes: number; name: string },
  ): Promise<void> {
    const { converter, brought, newId } = this.#options;
    const { signal: gone } = this.#stop;
    const by = { room, person: `program of ${room}` };
    const meter = { read: () => nothing(), keep: () => {} };
    const receiving = new Receiving({ ...this.#options, room, by, meter, gone });
    const { mayBeSaved, mayBeRemoved } = document;
    try {
      const made = await makeSlides({
        query: { name, sizes: String(bytes) },
        say: () => {},
        gone,
        newId,
        keep: (file, quotaBytes) => receiving.keep(file, quotaBytes),
        apart: (_sizes, work) =>
          work({
            pages: (how) => converter.convert({ ...how, by, folder, signal: gone, files: [{ path, name }] }),
            picture: (longSide) => converter.picture({ by, folder, signal: gone, longSide, file: { path, name } }),
          }),
      });
      const presentation = { ...made, download: mayBeSaved, ...(!mayBeRemoved && { fixed: true as const }) };
      const found = await this.#tell(room, { arrived: id, presentation, takesStage });
      if (found) brought(found, receiving.bytes);
      else await receiving.removeAll();
    } catch (error) {
      await receiving.removeAll();
      throw error;
    }
  }

  /** Notes in the room why a document did not come. */
  async #miss({ id, room }: Work, error: unknown): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const reason: MissReason | undefined = missReasonOf(error) ?? refusalOf(error);
    if (reason === undefined) this.#options.failed('taking a document of a program in', error);
    await this.#tell(room, { missed: id, reason: reason ?? 'interrupted' });
  }

  async #isOver(id: RoomId): Promise<boolean> {
    const room = await this.#options.rooms.find(id, 'here');
    return !room || room.committed(moderation).ended !== undefined;
  }

  /** Tells the slides of a room, which is opened when it is not in memory; undefined when it is gone. */
  async #tell(id: RoomId, fact: SlidesFact): Promise<Room | undefined> {
    const room = await this.#options.rooms.find(id, 'here');
    await room?.settle(serveSlides, fact);
    return room;
  }
}

/** The name of a document before it is here: the program's, else that of its address. */
function nameOf(document: ProgramDocument): string {
  return document.name || ('url' in document ? nameInUrl(document.url) : '');
}

/** Drops the references to the body of the request. */
function release(work: Work): void {
  if ('base64' in work.document) work.document = { ...work.document, base64: [] };
}

/** The most bytes that the file of a document with base64 will have; 0 for one with an address. */
function decodedBytesOf(document: ProgramDocument): number {
  if (!('base64' in document)) return 0;
  const letters = document.base64.reduce((sum, { length }) => sum + length, 0);
  return Math.min(Math.ceil((letters * 3) / 4), slidesLimits.presentationBytes);
}

async function* nothing(): AsyncGenerator<Buffer> {}
