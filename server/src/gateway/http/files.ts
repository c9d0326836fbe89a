import { createReadStream } from 'node:fs';
import type { Endpoint } from '@plenum/shared/core/endpoint';
import type { FileId } from '@plenum/shared/core/ids';
import type { Converter } from '../../conversion/Converter.ts';
import type { FileEndpoint, Parts, Seated, Upload } from '../../files/ports.ts';
import type { Room } from '../../room/Room.ts';
import type { FileStore, StoredFile } from '../../storage/files/FileStore.ts';
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
      const receiving = new Receiving({ ...tools, seated, endpoint, meter: asked.upload, gone: asked.gone });
      try {
        const answer = await bringing.take(receiving.uploadOf(asked));
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

interface ReceivingOptions extends FileTools {
  readonly seated: Seated;
  readonly endpoint: Endpoint;
  readonly meter: UploadMeter;
  readonly gone: AbortSignal;
}

/** One upload on its way to a feature. */
class Receiving {
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

  /** The upload in the form that the feature gets. */
  uploadOf({ params, say, query }: AnyAsked): Upload {
    const { seated, meter, gone, newId, files, endpoint } = this.#options;
    const { mostBytes = 0 } = endpoint;
    const typed = { params, query: query as Upload['query'], say };
    return {
      ...seated,
      ...typed,
      said: meter.said,
      gone,
      newId,
      receive: async (quotaBytes) => {
        const bounds = { maxBytes: mostBytes, quotaBytes };
        const received = await receiveFile(files, seated.room.id, meter.read(), bounds);
        this.#kept.push(received.id);
        this.#bytes += received.bytes;
        return received;
      },
      apart: (sizes, work) => this.#apart(sizes, work),
      keep: (path, quotaBytes) => this.#keep(path, quotaBytes),
    };
  }

  /** Removes the files that were stored for this upload. */
  async removeAll(): Promise<void> {
    const { files, seated } = this.#options;
    await Promise.all(this.#kept.map((file) => files.remove(seated.room.id, file)));
  }

  #apart<T>(sizes: readonly number[], work: (parts: Parts) => Promise<T>): Promise<T> {
    const { converter, meter, seated, gone: signal } = this.#options;
    return converter.inFolder(async (folder) => {
      const paths = await receiveParts(meter.read(), sizes, folder);
      const job = { by: ownerOf(seated), folder, signal };
      return work({
        pages: ({ name, ...more }) =>
          converter.convert({ ...job, ...more, files: paths.map((path) => ({ path, name })) }),
        picture: (longSide) => converter.picture({ ...job, longSide, file: { path: paths[0] ?? '', name: '' } }),
      });
    });
  }

  async #keep(path: string, quotaBytes: number): Promise<StoredFile> {
    const { files, seated, meter } = this.#options;
    const bounds = { maxBytes: mostMadeBytes, quotaBytes };
    const stored = await files.put(seated.room.id, createReadStream(path), bounds);
    this.#kept.push(stored.id);
    this.#keptBytes += stored.bytes;
    this.#bytes += stored.bytes;
    meter.keep(this.#keptBytes);
    return stored;
  }
}
