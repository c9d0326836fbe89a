import { boardPicture } from '@plenum/shared/api/whiteboard/contract';
import { AppError } from '@plenum/shared/core/errors';
import { aside } from '@plenum/shared/core/aside';
import { downloadFile } from '../../../app/files.ts';
import { perSession } from '../../../app/perSession.ts';
import type { MeetingSession } from '../../../app/session.ts';
import type { Picture } from '../drawing/paint.ts';

/** Waits before each further try to load a picture, in ms. */
const again = [2_000, 6_000, 20_000];

/** The pictures of a meeting's boards, loaded when a shape first needs them. */
export class Pictures {
  readonly #session: MeetingSession;
  readonly #pictures = new Map<string, Picture>();
  readonly #listeners = new Set<() => void>();

  private constructor(session: MeetingSession) {
    this.#session = session;
  }

  static readonly of = perSession((session: MeetingSession) => new Pictures(session));

  /** The picture of a file, or its loading state. */
  get(file: string): Picture {
    const picture = this.#pictures.get(file);
    if (picture !== undefined) return picture;
    this.#pictures.set(file, 'loading');
    aside(this.#load(file, again));
    return 'loading';
  }

  /** Calls back when a picture is loaded or has failed for good; the returned function stops it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #load(file: string, [wait, ...others]: readonly number[]): Promise<void> {
    try {
      this.#set(file, await decoded(await downloadFile(this.#session.pass, boardPicture, { file })));
    } catch (error) {
      const isPassing = error instanceof AppError && error.code !== 'notFound' && wait !== undefined;
      if (isPassing) setTimeout(() => void this.#load(file, others), wait);
      else this.#set(file, 'broken');
    }
  }

  #set(file: string, picture: Picture): void {
    this.#pictures.set(file, picture);
    for (const listener of this.#listeners) listener();
  }
}

/** Decodes a file; the browser keeps the file and as many of its pixels as it has memory for. */
async function decoded(file: Blob): Promise<HTMLImageElement> {
  const image = new Image();
  const url = URL.createObjectURL(file);
  try {
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}
