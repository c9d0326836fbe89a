import type { Endpoint, OutputOf, ParamsOf, QueryOf } from '@plenum/shared/core/endpoint';
import type { FileId } from '@plenum/shared/core/ids';
import type { Converted, DrawnPicture, PageShape } from '../conversion/Converter.ts';
import type { Room } from '../room/Room.ts';
import type { MemberView } from '../room/serve.ts';
import type { StoredFile } from '../storage/files/FileStore.ts';
import type { FileKind } from './kind.ts';

/** The member who asks for a file or uploads one, and the member's room. */
export interface Seated {
  readonly room: Room;
  /** The member with the rights of now. */
  readonly member: MemberView;
}

/** A received file, with the type that its content shows. */
export interface Received extends StoredFile {
  readonly kind: FileKind;
}

/** The files of an upload, in a folder that is deleted when the work on them ends. */
export interface Parts {
  /** Converts them to pages: one document, or pictures. @throws Refused */
  pages(options: {
    readonly name: string;
    readonly page: PageShape;
    /** Called with the place in the queue of conversions; 1 is next. */
    readonly onPlace: (place: number) => void;
    readonly onProgress: (page?: number, of?: number) => void;
  }): Promise<Converted>;
  /** Re-encodes the one picture of the upload. @throws Refused */
  picture(longSide: number): Promise<DrawnPicture>;
}

/** An upload that has passed the door: parsed, allowed and within the limits; its body is not read yet. */
export interface Upload<E extends Endpoint = Endpoint> extends Seated {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  /** The bytes that the sender states; undefined without a statement. */
  readonly said: number | undefined;
  /** Sends one line of an answer that reports progress. */
  readonly say: (line: OutputOf<E>) => void;
  /** Aborted when the sender's connection closes. */
  readonly gone: AbortSignal;
  readonly newId: () => string;
  /** Stores the whole body as one file. @param quotaBytes the most bytes of all files of the room, this one included */
  readonly receive: (quotaBytes: number) => Promise<Received>;
  /** Receives several concatenated files. @param sizes the bytes of each. @throws Refused when the body has other sizes */
  readonly apart: <T>(sizes: readonly number[], work: (parts: Parts) => Promise<T>) => Promise<T>;
  /** Stores a file that was made of the upload. */
  readonly keep: (path: string, quotaBytes: number) => Promise<StoredFile>;
}

/** A file that this member may get, and how it is sent. */
export interface Granted {
  readonly file: FileId;
  /** Left out: the type that its first bytes show, when it is a raster image; else plain bytes. */
  readonly type?: string;
  /** True when a browser may show the file if it is a raster image; every other file is saved. */
  readonly inline?: boolean;
  /** `askFirst`: the browser may keep the file, but asks each time whether the member may still get it. */
  readonly cache: 'never' | 'askFirst';
}

/** The handler of an endpoint by which a feature takes files in. */
interface Bringing<E extends Endpoint> {
  /** A check beside the contract's ability, before the body is read. @throws AppError `forbidden` */
  readonly requireAllowed?: (seated: Seated) => void;
  /** Returns the answer of the contract. When it throws, the files that it stored are removed. */
  readonly take: (upload: Upload<E>) => Promise<OutputOf<E>>;
  /** The answer in place of an error, where the contract has one. */
  readonly refused?: (error: unknown) => OutputOf<E> | undefined;
}

/** A request for a file that has passed the door. */
interface FileRequest<E extends Endpoint> extends Seated {
  readonly params: ParamsOf<E>;
}

/** Returns the file for the caller. @throws AppError `notFound`, `forbidden` */
type Giving<E extends Endpoint> = (request: FileRequest<E>) => Granted;

/** An endpoint by which a feature takes in files or gives them out. */
export type FileEndpoint =
  | { readonly way: 'in'; readonly endpoint: Endpoint; readonly bringing: Bringing<Endpoint> }
  | { readonly way: 'out'; readonly endpoint: Endpoint; readonly giving: Giving<Endpoint> };

export function bringing<E extends Endpoint>(endpoint: E, how: Bringing<E>): FileEndpoint {
  const untyped: unknown = how;
  return { way: 'in', endpoint, bringing: untyped as Bringing<Endpoint> };
}

export function giving<E extends Endpoint>(endpoint: E, find: Giving<E>): FileEndpoint {
  const untyped: unknown = find;
  return { way: 'out', endpoint, giving: untyped as Giving<Endpoint> };
}
