import type { Endpoint, OutputOf, ParamsOf, QueryOf } from '@plenum/shared/core/endpoint';
import type { FileId } from '@plenum/shared/core/ids';
import type { Converted, DrawnPicture, PageShape } from '../conversion/Converter.ts';
import type { Room } from '../room/Room.ts';
import type { MemberView } from '../room/serve.ts';
import type { StoredFile } from '../storage/files/FileStore.ts';
import type { FileKind } from './kind.ts';

/** Who asks for a file or brings one, and in which room. */
export interface Seated {
  readonly room: Room;
  /** With the rights of now. */
  readonly member: MemberView;
}

/** A file as it was received, and what it is by its content. */
export interface Received extends StoredFile {
  readonly kind: FileKind;
}

/** The files of an upload, in a folder that is gone when the work on them ends. */
export interface Parts {
  /** Makes pages of them: of one document, or of pictures. @throws Refused */
  pages(options: {
    readonly name: string;
    readonly page: PageShape;
    /** How many turns come before this one, and then it; 1 is next. */
    readonly onPlace: (place: number) => void;
    readonly onProgress: (page?: number, of?: number) => void;
  }): Promise<Converted>;
  /** Draws the one picture among them anew. @throws Refused */
  picture(longSide: number): Promise<DrawnPicture>;
}

/** An upload that has passed the door: parsed, allowed, within the limits, and not read yet. */
export interface Upload<E extends Endpoint = Endpoint> extends Seated {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  /** Bytes, as its sender says; undefined when they do not. */
  readonly said: number | undefined;
  /** Tells a line of an answer that is told as the work goes on. */
  readonly say: (line: OutputOf<E>) => void;
  /** Aborted when the sender goes away. */
  readonly gone: AbortSignal;
  readonly newId: () => string;
  /**
   * Keeps the whole body as one file.
   * @param quotaBytes what all files of the room may take together, this one
   * included
   */
  readonly receive: (quotaBytes: number) => Promise<Received>;
  /** Receives several files one behind the other. @param sizes bytes of each. @throws Refused when other bytes come */
  readonly apart: <T>(sizes: readonly number[], work: (parts: Parts) => Promise<T>) => Promise<T>;
  /** Keeps a file that was made of the upload. */
  readonly keep: (path: string, quotaBytes: number) => Promise<StoredFile>;
}

/** A file of a room that somebody may have. */
export interface Granted {
  readonly file: FileId;
  /** Left out: what it is by its first bytes, where that is a picture that cannot run anything; else only bytes. */
  readonly type?: string;
  /** Pictures may be shown by a browser at once; everything else is saved in any case. */
  readonly inline?: boolean;
  /** Whether a browser may keep it and ask each time if it still may have it. */
  readonly cache: 'never' | 'askFirst';
}

/** How a feature takes files in. */
interface Bringing<E extends Endpoint> {
  /** Asked beside the contract's ability, before anything is read. @throws AppError `forbidden` */
  readonly requireAllowed?: (seated: Seated) => void;
  /** Answers what the contract says. What was kept is removed again when this throws. */
  readonly take: (upload: Upload<E>) => Promise<OutputOf<E>>;
  /** The answer that stands for a failure, where the contract has one. */
  readonly refused?: (error: unknown) => OutputOf<E> | undefined;
}

/** A request for a file that has passed the door. */
interface Wish<E extends Endpoint> extends Seated {
  readonly params: ParamsOf<E>;
}

/** Which file somebody gets. @throws AppError `notFound`, `forbidden` */
type Giving<E extends Endpoint> = (wish: Wish<E>) => Granted;

/** An endpoint by which a feature takes files in or gives them out. */
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
