import { createReadStream } from 'node:fs';
import type { Endpoint } from '@plenum/shared/core/endpoint';
import type { FileId, RoomId } from '@plenum/shared/core/ids';
import type { Converter } from '../../conversion/Converter.ts';
import type { Owner } from '../../conversion/Turns.ts';
import type { FileEndpoint, Parts, Received, Seated, Upload } from '../../files/ports.ts';
import type { FileStore, PutLimits, StoredFile } from '../../storage/files/FileStore.ts';
import type { Room } from '../../room/Room.ts';
import { receiveFile } from './receive.ts';
import { receiveParts } from './receiveParts.ts';
import { ownerOf } from './seated.ts';
import type { AnyAsked, Serving } from './serving.ts';
import type { UploadMeter } from './UploadBudget.ts';

/** The parts and settings that uploads need. */
export interface FileTools {
  readonly files: FileStore;
  readonly converter: Converter;
  readonly newId: () => string;
  /** Counts the bytes that an upload brought into a room. */
  readonly brought: (room: Room, bytes: number) => void;
}

/** The most bytes of a file that the server makes: a drawn picture can be larger than the upload. */
const mostMadeBytes = 100 * 1024 * 1024;

/** Serves the endpoints by which features take files in and give them out. */
export function fileServings(endpoints: readonly FileEndpoint[], tools: FileTools): readonly Serving[] {
  return endpoints.map((one) => (one.way === 'in' ? takesIn(one, tools) : givesOut(one)));
}

function givesOut({ endpoint, giving }: FileEndpoint & { readonly way: 'out' }): Serving {
  return {
    endpoint,
    handle(asked) {
      const seated = seatedIn(asked);
      return { ...giving({ ...seated, params: asked.params }), room: seated.room.id };
    },
  };
}

function takesIn({ endpoint, bringing }: FileEndpoint & { readonly way: 'in' }, tools: FileTools): Serving {
  return {
    ...bringing,
    endpoint,
    async handle(asked) {
      const seated = seatedIn(asked);
      if (!asked.upload) throw new Error(`${endpoint.name} takes no bytes.`);
      const { upload: meter, gone } = asked;
      const receiving = new Receiving({ ...tools, room: seated.room.id, by: ownerOf(seated), meter, gone });
      try {
        const answer = await bringing.take(uploadOf(receiving, seated, endpoint, asked));
        tools.brought(seated.room, receiving.bytes);
        return answer;
      } catch (error) {
        await receiving.removeAll();
        throw error;
      }
    },
  };
}

function seatedIn({ seated }: AnyAsked): Seated {
  if (!seated) throw new Error('Files are for members of a room.');
  return seated;
}

/** An upload in the form that its feature gets. */
function uploadOf(receiving: Receiving, seated: Seated, { mostBytes = 0 }: Endpoint, asked: AnyAsked): Upload {
  const { params, say, query, gone } = asked;
  const typed = { params, query: query as Upload['query'], say };
  return {
    ...seated,
    ...typed,
    said: asked.upload?.said,
    gone,
    newId: receiving.newId,
    receive: (quotaBytes) => receiving.receive({ maxBytes: mostBytes, quotaBytes }),
    apart: (sizes, work) => receiving.apart(sizes, work),
    keep: (path, quotaBytes) => receiving.keep(path, quotaBytes),
  };
}

interface ReceivingOptions extends FileTools {
  /** The room that gets the files. */
  readonly room: RoomId;
  /** Whose conversions wait for each other. */
  readonly by: Owner;
  readonly meter: Pick<UploadMeter, 'read' | 'keep'>;
  readonly gone: AbortSignal;
}

/** One upload on its way to files of a room. */
export class Receiving {
  readonly #options: ReceivingOptions;
  readonly #kept: FileId[] = [];
  #keptBytes = 0;
  #bytes = 0;

  constructor(options: ReceivingOptions) {
    this.#options = options;
  }

  /** The bytes of all files that it stored. */
  get bytes(): number {
    return this.#bytes;
  }

  get newId(): () => string {
    return this.#options.newId;
  }

  /** The bytes of the files that were made of this upload. */
  get keptBytes(): number {
    return this.#keptBytes;
  }

  /** Stores the whole body as one file. */
  async receive(bounds: PutLimits): Promise<Received> {
    const { files, room, meter } = this.#options;
    const received = await receiveFile(files, room, meter.read(), bounds);
    this.#kept.push(received.id);
    this.#bytes += received.bytes;
    return received;
  }

  /** Removes the files that were stored for this upload. */
  async removeAll(): Promise<void> {
    const { files, room } = this.#options;
    await Promise.all(this.#kept.map((file) => files.remove(room, file)));
  }

  /** Receives several concatenated files into a folder of their own, for the converter. */
  apart<T>(sizes: readonly number[], work: (parts: Parts) => Promise<T>): Promise<T> {
    const { converter, meter, by, gone: signal } = this.#options;
    return converter.inFolder(async (folder) => {
      const paths = await receiveParts(meter.read(), sizes, folder);
      const job = { by, folder, signal };
      return work({
        pages: ({ name, ...more }) =>
          converter.convert({ ...job, ...more, files: paths.map((path) => ({ path, name })) }),
        picture: (longSide) => converter.picture({ ...job, longSide, file: { path: paths[0] ?? '', name: '' } }),
      });
    });
  }

  /** Stores a file that was made of the upload. */
  async keep(path: string, quotaBytes: number): Promise<StoredFile> {
    const { files, room, meter } = this.#options;
    const bounds = { maxBytes: mostMadeBytes, quotaBytes };
    const stored = await files.put(room, createReadStream(path), bounds);
    this.#kept.push(stored.id);
    this.#keptBytes += stored.bytes;
    this.#bytes += stored.bytes;
    meter.keep(this.#keptBytes);
    return stored;
  }
}
