import type { Copies, CopyKind } from '@plenum/shared/api/recording/copies';
import { AppError } from '@plenum/shared/core/errors';
import type { Store } from '../../storage/ports.ts';
import type { RecordingFolder } from '../../recording/RecordingFolder.ts';
import { type AboutRecording, passOf, type Recordings } from './recording.ts';

interface Options {
  readonly recordings: Recordings;
  readonly ask: Store['ask']['recordingCopies'];
  /** What makes the files. */
  readonly maker: { readonly lacks: Copies['lacks']; wake(): Promise<void> };
  /** Epoch ms. */
  readonly now: () => number;
}

/** The rules about files that the server makes of recordings: managers ask for them, people who may save take them. */
export class RecordingCopies {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws AppError as `Recordings.save` */
  async list(about: AboutRecording): Promise<Copies> {
    const { recordings, ask, maker } = this.#options;
    const { facts } = await recordings.save(about);
    return { copies: await ask.list({ recording: facts.id }), lacks: maker.lacks };
  }

  /** Puts one into the queue. @throws AppError `unavailable` when this server cannot make it; `forbidden`, `conflict`; LimitMet */
  async make(about: AboutRecording, kind: CopyKind): Promise<Copies> {
    const { recordings, ask, maker, now } = this.#options;
    const { manages } = await recordings.save(about);
    const lack = maker.lacks[kind];
    // Those who may not ask get the refusal of the store.
    if (manages && lack !== undefined) {
      throw new AppError('unavailable', `This server cannot make such a file: it lacks ${lack}.`, 'kind');
    }
    await ask.ask({ ...passOf(about), kind, at: now() });
    await maker.wake();
    return this.list(about);
  }

  /** The folder of the recording, in which the file is. @throws AppError `notFound` before it is made */
  async read(about: AboutRecording, kind: CopyKind): Promise<RecordingFolder> {
    const { recordings, ask } = this.#options;
    const { facts, folder } = await recordings.save(about);
    const copies = await ask.list({ recording: facts.id });
    if (!copies.some((one) => one.kind === kind && one.state === 'made')) {
      throw new AppError('notFound', 'The server has not made this file yet.');
    }
    return folder;
  }

  /** Removes one, or ends its making. @throws AppError `forbidden`, `conflict` */
  async drop(about: AboutRecording, kind: CopyKind): Promise<Copies> {
    const { recordings, ask, maker } = this.#options;
    const { folder } = await recordings.save(about);
    await ask.drop({ ...passOf(about), kind });
    await folder.dropCopy(kind);
    await maker.wake();
    return this.list(about);
  }
}
