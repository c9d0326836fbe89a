import { randomUUID } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { copyKinds } from '@plenum/shared/api/recording/copies';
import { inBackground } from '@plenum/shared/core/background';
import type { Recordings } from '../../records/recording/recording.ts';
import type { Clock, RoomReport } from '../../room/ports.ts';
import type { FileStore } from '../../storage/files/FileStore.ts';
import type { CopyRun } from '../../storage/recordPorts.ts';
import type { Store } from '../../storage/ports.ts';
import type { RecordingFiles } from '../files/RecordingFiles.ts';
import { RecordingFolder } from '../RecordingFolder.ts';
import { convertFilm } from './convert.ts';
import { CopyFailed } from './CopyFailed.ts';
import type { Courtesy } from './Courtesy.ts';
import { makeFilm } from './film.ts';
import type { CopyPrograms } from './programs.ts';

interface CopiesOptions {
  /** The folder of all recordings. */
  readonly root: string;
  readonly recordingFiles: RecordingFiles;
  readonly records: Recordings;
  readonly ask: Store['ask']['recordingCopies'];
  /** The name of this server among its nodes. */
  readonly node: string;
  readonly programs: CopyPrograms;
  readonly courtesy: Courtesy;
  readonly files: Pick<FileStore, 'shortage'>;
  readonly clock: Clock;
  readonly report: RoomReport;
}

type Run = CopyRun & { readonly duration: number };

/** How often the queue is looked at: another node may have died with a copy. */
const lookMs = 60_000;
/** How often a run writes how far it is. */
const hearMs = 1_500;

/** Makes the files that people ask of recordings, one at a time. The queue is in the database and survives a crash. */
export class Copies {
  readonly #options: CopiesOptions;
  #requests: RequestListener | undefined;
  #working: Promise<void> | undefined;
  #isAsked = false;
  #isClosed = false;
  /** The copy that is made now. */
  #current: { readonly run: Run; readonly stop: AbortController; readonly over: Promise<void> } | undefined;
  #cancel: () => void = () => {};

  constructor(options: CopiesOptions) {
    this.#options = options;
    options.records.onChanging(async (id) => {
      await this.#stop(id);
      this.#begin();
    });
  }

  /** Which kinds this server cannot make, and why. */
  get lacks(): CopyPrograms['lacks'] {
    return this.#options.programs.lacks;
  }

  /** Begins with what an earlier process left. `requests`: the server's own handler, which the page asks. */
  async serve(requests: RequestListener): Promise<void> {
    const { ask, node } = this.#options;
    this.#requests = requests;
    await rm(this.#folder, { recursive: true, force: true });
    await ask.release({ node, isOrderly: false });
    this.#look();
  }

  /** Called when a copy was asked for or dropped. */
  async wake(): Promise<void> {
    const { ask } = this.#options;
    const { run } = this.#current ?? {};
    // A run whose copy was dropped ends at once, not at its next step.
    if (run && !(await ask.isMaking(run))) await this.#stop(run.recording);
    this.#begin();
  }

  /** Resolves when nothing is being made and nothing waits. */
  async idle(): Promise<void> {
    await this.#working;
  }

  /** Ends what is being made; it begins again with the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    this.#current?.stop.abort();
    await this.#working;
    this.#options.courtesy.close();
    await this.#options.ask.release({ node: this.#options.node, isOrderly: true });
  }

  get #folder(): string {
    return join(this.#options.root, `.copying-${this.#options.node}`);
  }

  #look(): void {
    this.#begin();
    if (!this.#isClosed) this.#cancel = this.#options.clock.after(lookMs, () => this.#look());
  }

  #begin(): void {
    this.#isAsked = true;
    if (this.#working || this.#isClosed || !this.#requests) return;
    this.#working = this.#work().finally(() => (this.#working = undefined));
    inBackground(this.#working, (error) => this.#options.report.failed('-', 'making a file of a recording', error));
  }

  async #work(): Promise<void> {
    const { ask, node, clock, programs } = this.#options;
    const kinds = copyKinds.filter((kind) => !(kind in programs.lacks));
    while (this.#isAsked && !this.#isClosed) {
      this.#isAsked = false;
      const run = await ask.claim({ node, run: randomUUID(), kinds, at: clock.now() });
      if (!run) continue;
      this.#isAsked = true;
      const over = Promise.withResolvers<void>();
      this.#current = { run, stop: new AbortController(), over: over.promise };
      await this.#make(run, this.#current.stop).finally(() => {
        this.#current = undefined;
        over.resolve();
      });
    }
  }

  /** Ends the making of a copy of this recording. */
  async #stop(recording: string): Promise<void> {
    if (this.#current?.run.recording !== recording) return;
    this.#current.stop.abort();
    await this.#current.over;
  }

  async #make(run: Run, stop: AbortController): Promise<void> {
    const { ask, root, recordingFiles, report } = this.#options;
    const folder = new RecordingFolder(root, run.recording, recordingFiles);
    try {
      await rm(this.#folder, { recursive: true, force: true });
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const path = await this.#write(run, folder, stop);
      await folder.keepCopy(run.kind, path);
      const { size: bytes } = await stat(folder.copy(run.kind));
      if ((await ask.made({ ...run, bytes })) !== 'made') await folder.dropCopy(run.kind);
    } catch (error) {
      // It was dropped, is written anew, or the server stops.
      if (stop.signal.aborted) return;
      await ask.fail({ ...run, why: error instanceof CopyFailed ? error.why : 'fault' });
      report.failed('-', `making ${run.kind} of recording ${run.recording}`, error);
    } finally {
      await rm(this.#folder, { recursive: true, force: true });
    }
  }

  async #write({ recording, kind, duration, ...run }: Run, folder: RecordingFolder, stop: AbortController) {
    const { programs, records, courtesy, ask, clock, files } = this.#options;
    if (!this.#requests) throw new Error('The server does not answer requests yet.');
    let heard = Number.NEGATIVE_INFINITY;
    const onShare = async (share: number) => {
      if (clock.monotonic() - heard < hearMs) return;
      heard = clock.monotonic();
      if (!(await ask.hear({ ...run, recording, kind, share, at: clock.now() }))) stop.abort();
      stop.signal.throwIfAborted();
      const shortage = await files.shortage();
      if (shortage === 'disk' || shortage === 'full') throw new CopyFailed('disk', 'The disk is full.');
    };
    const common = { folder: this.#folder, duration, courtesy, signal: stop.signal, onShare };
    if (kind !== 'webm') {
      const source = await folder.files.plain(folder.copy('webm'), join(this.#folder, 'source.webm'));
      const { size: sourceBytes } = await stat(source);
      return convertFilm({ ...common, ffmpeg: programs.ffmpeg, kind, source, sourceBytes });
    }
    const { ticket, end } = records.lend(recording);
    try {
      const { chromium } = programs;
      return await makeFilm({ ...common, chromium, recording, ticket, requests: this.#requests });
    } finally {
      end();
    }
  }
}
