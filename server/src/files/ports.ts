import type { Endpoint, OutputOf, ParamsOf, QueryOf } from '@plenum/shared/core/endpoint';
import type { FileId } from '@plenum/shared/core/ids';
import type { Converted, DrawnPicture, PageShape } from '../conversion/Converter.ts';
import type { Room } from '../room/Room.ts';
import type { MemberView } from '../room/serve.ts';
import type { StoredFile } from '../storage/files/FileStore.ts';
import type { FileKind } from './kind.ts';

/** The member who uploads or downloads a file, and their room. */
export interface Seated {
  readonly room: Room;
  /** The member with the rights of now. */
  readonly member: MemberView;
}

/** A received file, with its kind by content. */
export interface Received extends StoredFile {
  readonly kind: FileKind;
}

/** The files of an upload, in a folder that is deleted when the work on them ends. */
export interface Parts {
  /** Converts one document, or pictures, into pages. @throws Refused */
  pages(options: {
    readonly name: string;
    readonly page: PageShape;
    /** Called with the position in the queue; 1 is next. */
    readonly onPlace: (place: number) => void;
    readonly onProgress: (page?: number, of?: number) => void;
  }): Promise<Converted>;
  /** Re-encodes the one picture of the upload. @throws Refused */
  picture(longSide: number): Promise<DrawnPicture>;
}

/** An upload that has passed the door: parsed, allowed, within the limits, and not yet read. */
export interface Upload<E extends Endpoint = Endpoint> extends Seated {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  /** The bytes that the sender announces; undefined without a Content-Length. */
  readonly said: number | undefined;
  /** Sends a line of the answer during the work. */
  readonly say: (line: OutputOf<E>) => void;
  /** Aborted when the sender disconnects. */
  readonly gone: AbortSignal;
  readonly newId: () => string;
  /** Keeps the whole body as one file. @param quotaBytes the bound on all files of the room, this one included */
  readonly receive: (quotaBytes: number) => Promise<Received>;
  /** Receives several files, one after the other. @param sizes the bytes of each. @throws Refused for other sizes */
  readonly apart: <T>(sizes: readonly number[], work: (parts: Parts) => Promise<T>) => Promise<T>;
  /** Keeps a file that was made from the upload. */
  readonly keep: (path: string, quotaBytes: number) => Promise<StoredFile>;
}

/** A file of a room that the caller may have. */
export interface Granted {
  readonly file: FileId;
  /** Absent: the type by the first bytes if that is a safe image, else `application/octet-stream`. */
  readonly type?: string;
  /** Whether a browser may show an image at once; other files are always saved. */
  readonly inline?: boolean;
  /** Whether a browser may keep the file and ask before each use whether it still may. */
  readonly cache: 'never' | 'askFirst';
}

/** How a feature takes in files. */
interface Bringing<E extends Endpoint> {
  /** A check beside the contract's ability, before the body is read. @throws AppError `forbidden` */
  readonly requireAllowed?: (seated: Seated) => void;
  /** Returns the answer of the contract. The kept files are removed when this throws. */
  readonly take: (upload: Upload<E>) => Promise<OutputOf<E>>;
  /** Returns the answer for an error, where the contract has one. */
  readonly refused?: (error: unknown) => OutputOf<E> | undefined;
}

/** A request for a file that has passed the door. */
interface Wish<E extends Endpoint> extends Seated {
  readonly params: ParamsOf<E>;
}

/** Returns the file that the caller gets. @throws AppError `notFound`, `forbidden` */
type Giving<E extends Endpoint> = (wish: Wish<E>) => Granted;

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
