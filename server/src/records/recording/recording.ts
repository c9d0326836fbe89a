import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ChatKept } from '@plenum/shared/api/recording/chatKept';
import type {
  ChangeRecordingInput,
  CutInput,
  LeaveOutInput,
  Manifest,
  Passing,
  RecordingCard,
} from '@plenum/shared/api/recording/contract';
import { type CaptionTrack, cuesOf, languageTag } from '@plenum/shared/api/recording/captions';
import { recordingLimits } from '@plenum/shared/api/recording/limits';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { RoomRecord } from '@plenum/shared/core/log';
import { eraseCaptions, writeCaptions } from '../../recording/captions.ts';
import { cutRecording, movedBy } from '../../recording/cut.ts';
import { leaveOut, peopleIn } from '../../recording/leaveOut.ts';
import { captionsIn, type Contents, RecordingFolder } from '../../recording/RecordingFolder.ts';
import type { RecordingFacts } from '../../storage/recordPorts.ts';
import { newToken, type RecordParts } from '../parts.ts';

/** Who asks for which recording, with the secret parts of the link. */
export interface AboutRecording {
  readonly acting: Acting | undefined;
  readonly recording: string;
  readonly query: Passing;
  /** The network of the request; guesses of codes are counted by it. */
  readonly address?: string;
}

/** A file of captions as it was sent. */
export interface NewCaptions extends Pick<CaptionTrack, 'kind' | 'lang' | 'label'> {
  readonly text: string;
}

type Rewritten = Pick<Parameters<Call['rewritten']>[0], 'what' | 'chapters' | 'chat'>;
type Call = RecordParts['store']['ask']['recordings'];

type Options = Pick<
  RecordParts,
  'store' | 'recordings' | 'recordingFiles' | 'eraseContents' | 'attempts' | 'spacelessMs'
>;

/** A code that people can say: nine digits. */
function newCode(): string {
  return String(randomBytes(6).readUIntBE(0, 6) % 1_000_000_000).padStart(9, '0');
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function cardOf(facts: RecordingFacts, manages: boolean): RecordingCard {
  const { id, title, space, state, visibility, download, startedAt, duration, bytes, views, parent } = facts;
  const { deletedAt, days } = facts;
  const ends = days === undefined ? undefined : startedAt + days * 24 * 3_600_000;
  const until = deletedAt === undefined ? ends : deletedAt + recordingLimits.binMs;
  return {
    id,
    title,
    state,
    visibility,
    download,
    startedAt,
    duration,
    bytes,
    views,
    ...(space !== undefined && { space }),
    ...(parent !== undefined && { parent }),
    ...(manages && { key: facts.key }),
    ...(manages && visibility === 'code' && { code: facts.code }),
    ...(until !== undefined && { until }),
  };
}

/** The pass of a manager, and of every person before the code is looked at. */
export function passOf({ acting, recording, query }: AboutRecording) {
  return { acting, recording, key: query.key };
}

/** What a person who knows the code shows from then on: it cannot be guessed, so it is not counted. */
function proofOf({ id, code, managerKey }: RecordingFacts): string {
  return createHmac('sha256', managerKey).update(`${id} ${code}`).digest('base64url').slice(0, 32);
}

/** The rules about recordings. The store asks again who may. */
export class Recordings {
  readonly #options: Options;
  /** The recordings that are written anew: one change at a time. */
  readonly #cutting = new Set<string>();

  /** Recordings that are lent, by ticket. */
  readonly #lent = new Map<string, string>();
  readonly #changing: ((recording: string) => Promise<void>)[] = [];

  constructor(options: Options) {
    this.#options = options;
  }

  /** Calls the listener before and after a recording is written anew, and before it is moved to the bin or erased. */
  onChanging(listener: (recording: string) => Promise<void>): void {
    this.#changing.push(listener);
  }

  /** Lets the bearer of the ticket, as a key, play this one recording until `end` is called. */
  lend(recording: string): { readonly ticket: string; readonly end: () => void } {
    const ticket = newToken();
    this.#lent.set(ticket, recording);
    return { ticket, end: () => void this.#lent.delete(ticket) };
  }

  /**
   * Begins one in a room, or goes on with it after a restart: `bytes` are those that it has.
   * @returns how much of the organisation's space is used, and how much may be written; undefined without a bound
   * @throws LimitMet
   */
  begin(
    { record }: { readonly record: RoomRecord },
    recording: { id: string; chat: ChatKept; at: number; parent?: string; bytes?: number },
  ) {
    const secrets = { key: newToken(), managerKey: newToken(), code: newCode() };
    const home = record.parent ?? record.id;
    return this.#ask.begin({ ...recording, ...secrets, room: record.id, home, title: record.title });
  }

  unfinished(): Promise<RecordingFacts[]> {
    return this.#ask.unfinished();
  }

  /** Writes how large a running recording is, and lets it write more. @returns as `begin` */
  reserve(id: string, bytes: number, duration: number) {
    return this.#ask.reserve({ id, bytes, duration });
  }

  /** The key of its managers when it belongs to no space. */
  managerKey(id: string): Promise<string | undefined> {
    return this.#ask.managerKey({ id });
  }

  /** Writes that it can be played. @returns the key of its managers when it belongs to no space */
  async ready({ id, bytes, duration }: { id: string; bytes: number; duration: number }): Promise<string | undefined> {
    await this.#ask.measure({ id, bytes, duration, isDone: true });
    return this.#ask.managerKey({ id });
  }

  async list(
    acting: Acting,
    space: string,
    { before, bin }: { before?: string | undefined; bin?: 'true' | undefined },
  ) {
    const { rows, ...rest } = await this.#ask.page({
      acting,
      space,
      before: before === undefined ? undefined : Number(before),
      bin: bin === 'true',
    });
    return { recordings: rows.map((facts) => cardOf(facts, true)), ...rest };
  }

  /** The manifest; counts a view. @throws AppError `notFound`, `forbidden`; `limited` after many wrong codes */
  async read(about: AboutRecording): Promise<Manifest> {
    const lent = await this.#lentTo(about);
    if (lent) return this.#manifest(lent, false);
    const { facts, manages } = await this.#requirePlay(about);
    await this.#ask.view({ recording: facts.id });
    const manifest = await this.#manifest(facts, manages);
    return facts.visibility === 'code' && !manages ? { ...manifest, proof: proofOf(facts) } : manifest;
  }

  /** The folder of a recording that the asker may play. @throws AppError `notFound`, `forbidden`, `limited` */
  async play(about: AboutRecording): Promise<{ folder: RecordingFolder; facts: RecordingFacts }> {
    const facts = (await this.#lentTo(about)) ?? (await this.#requirePlay(about)).facts;
    return { folder: this.#folder(facts.id), facts };
  }

  /** The folder of a recording that the asker may save. @throws AppError as `play`; `forbidden` */
  async save(about: AboutRecording): Promise<{ folder: RecordingFolder; facts: RecordingFacts; manages: boolean }> {
    const { facts, manages } = await this.#requirePlay(about);
    if (!manages && !facts.download) throw new AppError('forbidden', 'This recording may be watched, and not saved.');
    return { folder: this.#folder(facts.id), facts, manages };
  }

  async #lentTo({ recording, query }: AboutRecording): Promise<RecordingFacts | undefined> {
    if (this.#lent.get(query.key ?? '') !== recording) return undefined;
    return this.#ask.facts({ recording });
  }

  async #tellChanging(recording: string): Promise<void> {
    for (const listener of this.#changing) await listener(recording);
  }

  async change(about: AboutRecording, set: ChangeRecordingInput): Promise<Manifest> {
    return this.#manifest(await this.#ask.change({ ...passOf(about), set }), true);
  }

  /** The recording, for a person who may play it. A code is looked at only when it is needed. */
  async #requirePlay(about: AboutRecording): Promise<{ facts: RecordingFacts; manages: boolean }> {
    const pass = passOf(about);
    const { code } = about.query;
    try {
      return await this.#ask.read(pass);
    } catch (error) {
      if (code === undefined || !(error instanceof AppError) || error.bound !== 'code') throw error;
    }
    const { attempts } = this.#options;
    const facts = await this.#ask.facts({ recording: about.recording });
    if (facts && isSame(code, proofOf(facts))) return this.#ask.read({ ...pass, code: facts.code });
    const guessed = `recording ${about.recording}`;
    await attempts.begin(guessed, about.address ?? 'unknown');
    const found = await this.#ask.read({ ...pass, code });
    await attempts.succeeded(guessed);
    return found;
  }

  /** Takes stretches out for good. @throws AppError `conflict` while it is being cut, and when its length is another */
  cut(about: AboutRecording, { cuts, duration }: CutInput): Promise<Manifest> {
    return this.#rewrite(about, duration, async (folder, before, facts) => {
      await cutRecording(folder, before, cuts);
      const chapters = facts.chapters.flatMap(({ at, title }) => {
        const moved = movedBy(cuts, at);
        return moved === undefined ? [] : [{ at: moved, title }];
      });
      return { what: 'recording:cut', chapters };
    });
  }

  /**
   * Takes people or the chat out for good.
   * @throws AppError `invalid` for people of whom the recording knows nothing; `conflict` as `cut`
   */
  leaveOut(about: AboutRecording, { members, chat, duration }: LeaveOutInput): Promise<Manifest> {
    return this.#rewrite(about, duration, async (folder, before, { chapters }) => {
      const known = await peopleIn(folder);
      if (!members.every((member) => known.has(member))) {
        throw new AppError('invalid', 'One of these people is not in the recording. Load it again.', 'members');
      }
      await leaveOut(folder, before, { members, chat });
      return { what: 'recording:leaveOut', chapters, ...(chat && { chat: 'none' as const }) };
    });
  }

  async #rewrite(
    about: AboutRecording,
    duration: number,
    work: (folder: RecordingFolder, before: Contents, facts: RecordingFacts) => Promise<Rewritten>,
  ): Promise<Manifest> {
    const facts = await this.#ask.requireCut(passOf(about));
    const { id } = facts;
    return this.#alone(id, async (folder) => {
      await this.#tellChanging(id);
      const before = await folder.read('closed');
      if (before.duration !== duration) throw new AppError('conflict', 'This recording has changed. Load it again.');
      const written = await work(folder, before, facts);
      const after = await folder.read();
      await this.#ask.rewritten({ ...passOf(about), ...written });
      await this.#ask.measure({ id, bytes: after.bytes, duration: after.duration, isDone: false });
      await folder.removeOld();
      // A copy that was begun meanwhile has what was taken out.
      await this.#options.store.ask.recordingCopies.again({ recording: id });
      await this.#tellChanging(id);
      await this.#options.eraseContents(id, await folder.names());
      const { chapters, chat = facts.chat } = written;
      return this.#manifest({ ...facts, chapters, chat, bytes: after.bytes, duration: after.duration }, true);
    });
  }

  /** Changes the files of a recording while nothing else does. @throws AppError `conflict` while something else does */
  async #alone<T>(id: string, work: (folder: RecordingFolder) => Promise<T>): Promise<T> {
    if (this.#cutting.has(id)) throw new AppError('conflict', 'This recording is being changed. Try again later.');
    this.#cutting.add(id);
    try {
      return await work(this.#folder(id));
    } finally {
      this.#cutting.delete(id);
    }
  }

  /**
   * Gives a recording captions.
   * @param read reads the file, once it is known that the asker manages the recording
   * @throws AppError `invalid`, bound `captions`, for a file without any, bound `lang` for no language, `full` for too many; `conflict`
   * while it is written, in the bin or changed; LimitMet
   */
  async addCaptions(
    about: AboutRecording,
    track: Omit<NewCaptions, 'text'>,
    read: () => Promise<string>,
  ): Promise<Manifest> {
    const facts = await this.#ask.requireCut(passOf(about));
    const given = { ...track, text: await read() };
    const what = { ...passOf(about), what: 'recording:addCaptions' as const, detail: given.lang };
    const bytes = await this.putCaptions(facts.id, given, () => this.#ask.noted(what));
    return this.#manifest({ ...facts, bytes }, true);
  }

  /** The same for the program that made the meeting, which has been asked for its right. @returns the bytes of the recording */
  async putCaptions(id: string, given: NewCaptions, check = async () => {}): Promise<number> {
    const { text, ...track } = given;
    const lang = languageTag(track.lang);
    if (lang === undefined) throw new AppError('invalid', 'This is no language tag, such as "en" or "pt-BR".', 'lang');
    const cues = cuesOf(text);
    if (cues.length === 0) {
      throw new AppError('invalid', 'This file has no captions. It must be WebVTT, SubRip, SSA or ASS.', 'captions');
    }
    return this.#alone(id, async (folder) => {
      const { captions } = await folder.read('closed');
      const isNew = !captions.some((one) => one.kind === track.kind && one.lang === lang);
      const { captionFiles } = recordingLimits;
      if (isNew && captions.length >= captionFiles) {
        throw new AppError('full', `A recording has at most ${captionFiles} files of captions. Remove one first.`);
      }
      // As large as what was sent at most, but for the signs that WebVTT escapes.
      await this.#ask.requireRoom({ id, bytes: text.length });
      await check();
      await writeCaptions(folder, { ...track, lang }, cues);
      return this.#measured(id, folder);
    });
  }

  /** Erases captions. @throws AppError `notFound`; `conflict` as `addCaptions` */
  async removeCaptions(about: AboutRecording, file: string): Promise<Manifest> {
    const facts = await this.#ask.requireCut(passOf(about));
    return this.#alone(facts.id, async (folder) => {
      const found = (await folder.read('closed')).captions.find((one) => one.file === file);
      if (!found) throw new AppError('notFound', 'This recording has no such captions.');
      await this.#ask.noted({ ...passOf(about), what: 'recording:removeCaptions', detail: found.lang });
      eraseCaptions(folder, file);
      return this.#manifest({ ...facts, bytes: await this.#measured(facts.id, folder) }, true);
    });
  }

  /** The captions of a recording. */
  async captions(id: string): Promise<readonly CaptionTrack[]> {
    return captionsIn(await this.#folder(id).index());
  }

  /** Writes how large the files of a recording are. */
  async #measured(id: string, folder: RecordingFolder): Promise<number> {
    const { bytes, duration } = await folder.read('closed');
    await this.#ask.measure({ id, bytes, duration, isDone: false });
    return bytes;
  }

  /** Moves it to the bin, or erases it from there. */
  async remove(about: AboutRecording, at: number): Promise<void> {
    const { erases } = await this.#ask.remove({ ...passOf(about), at });
    await this.#tellChanging(about.recording);
    if (erases) await this.#erase(about.recording);
  }

  async restore(about: AboutRecording): Promise<Manifest> {
    return this.#manifest(await this.#ask.restore(passOf(about)), true);
  }

  /** Moves to the bin what its space keeps no longer; erases what was in the bin long enough, what belongs to a space that is gone, and what was kept long enough. */
  async eraseDue(now: number): Promise<void> {
    const { spacelessMs } = this.#options;
    await this.#ask.retire({ now });
    for (const id of await this.#ask.due({ now, spacelessMs })) await this.#erase(id);
  }

  /** The files first: a row without files is erased again, files without a row are found by nobody. */
  async #erase(id: string): Promise<void> {
    await this.#tellChanging(id);
    await this.#folder(id).remove();
    await this.#options.eraseContents(id);
    await this.#ask.forget({ id });
  }

  async #manifest(facts: RecordingFacts, manages: boolean): Promise<Manifest> {
    const how = facts.state === 'recording' ? 'live' : 'closed';
    const { streams, breaks, captions, duration } = await this.#folder(facts.id).read(how);
    return {
      ...cardOf(facts, manages),
      duration,
      manages,
      chat: facts.chat,
      chapters: [...facts.chapters],
      captions: [...captions],
      streams: [...streams],
      breaks: [...breaks],
    };
  }

  #folder(id: string): RecordingFolder {
    return new RecordingFolder(this.#options.recordings, id, this.#options.recordingFiles);
  }

  get #ask() {
    return this.#options.store.ask.recordings;
  }
}
