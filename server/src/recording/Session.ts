import { createHash, randomBytes } from 'node:crypto';
import type { ChatKept } from '@plenum/shared/api/recording/chatKept';
import type { LogLine } from '@plenum/shared/api/recording/contract';
import type { MemberId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Reducer } from '@plenum/shared/core/reducer';
import { attendance } from '@plenum/shared/features/attendance/contract';
import { chat } from '@plenum/shared/features/chat/contract';
import { kindOfSource, media, type Source } from '@plenum/shared/features/media/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { reaction } from '@plenum/shared/features/reaction/contract';
import { recording } from '@plenum/shared/features/recording/contract';
import { slides } from '@plenum/shared/features/slides/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import type { MediaRoom, Tap, TapSink } from '../media/MediaEngine.ts';
import type { Clock, Frame } from '../room/ports.ts';
import type { Room } from '../room/Room.ts';
import { namesIn } from './contentsOf.ts';
import type { RecorderProcess } from './RecorderProcess.ts';
import type { IndexLine } from './RecordingFolder.ts';
import { concealed, type Viewer, viewFor, visibleTo } from './visibleTo.ts';

interface SessionOptions {
  readonly id: string;
  readonly room: Room;
  readonly media: MediaRoom;
  readonly folder: string;
  readonly chat: ChatKept;
  readonly process: RecorderProcess;
  readonly reducers: readonly Reducer[];
  readonly clock: Clock;
  /** The texts of 32 characters in a line that was written: ids of files among them. */
  readonly onNamed: (texts: readonly string[]) => void;
}

/** After somebody accepted or was left out, views are written again at most this often, in ms. */
const viewEveryMs = 1_000;
/** Features whose volatile events are recorded. */
const momentary: readonly string[] = [media.name, whiteboard.name, slides.name, reaction.name];
/** Features whose views are large and name no people. */
const large: readonly string[] = [chat.name, slides.name, whiteboard.name];

type Clockwork =
  | { readonly is: 'still'; readonly spentMs: number }
  | { readonly is: 'running'; readonly origin: number };

/** One recording while it is written: follows the log of its room, and gives the recorder what may be written. */
export class Session {
  readonly #options: SessionOptions;
  readonly #reducers: ReadonlyMap<string, Reducer>;
  readonly #viewer: Viewer;
  readonly #salt = randomBytes(16);
  /** Members who have not accepted, those who left included. */
  readonly #hidden = new Set<MemberId>();
  /** By feature: the number of the last entry that a view has. */
  readonly #viewed = new Map<string, number>();
  readonly #streams = new Map<number, TapSink>();
  #clockwork: Clockwork;
  #cancelView: (() => void) | undefined;

  /** @param spentMs what the recording's clock shows */
  constructor(options: SessionOptions, spentMs: number) {
    this.#options = options;
    this.#reducers = new Map(options.reducers.map((reducer) => [reducer.contract.name, reducer]));
    this.#clockwork = { is: 'still', spentMs };
    // Who left before the recording began never accepted it, but drew, voted and wrote.
    for (const { member } of options.room.committed(attendance).stays) this.#hidden.add(member);
    this.#viewer = {
      chat: options.chat,
      isHidden: (member) => this.#isHidden(member),
      aliasOf: (feature, member) =>
        createHash('sha256').update(this.#salt).update(`${feature}\n${member}`).digest('base64url').slice(0, 16),
    };
  }

  get id(): string {
    return this.#options.id;
  }

  get folder(): string {
    return this.#options.folder;
  }

  /** What the recording's clock shows, in ms. */
  get spentMs(): number {
    const { clock } = this.#options;
    return this.#clockwork.is === 'still'
      ? this.#clockwork.spentMs
      : Math.max(0, Math.round(clock.monotonic() - this.#clockwork.origin));
  }

  /** Writes from now on. */
  run(): void {
    if (this.#clockwork.is === 'running') return;
    const { spentMs } = this.#clockwork;
    this.#clockwork = { is: 'running', origin: this.#options.clock.monotonic() - spentMs };
    if (spentMs > 0) this.#note({ is: 'break', at: spentMs });
    const views = this.#views();
    // Only the first view has a chat, and it is empty: what was said in a pause is not recorded.
    if (spentMs > 0) delete views[chat.name];
    this.#write({ is: 'view', ...this.#head(), states: views });
    this.#options.media.tap(this.#tap);
    this.#options.room.onMoment = (frame) => this.#hear(frame);
  }

  /** Writes nothing more, until `run`. */
  pause(): void {
    if (this.#clockwork.is === 'still') return;
    this.#options.room.onMoment = undefined;
    this.#options.media.tap(undefined);
    this.#clockwork = { is: 'still', spentMs: this.spentMs };
    this.#cancelView?.();
    this.#cancelView = undefined;
  }

  /** Takes committed entries of the room. */
  take(entries: readonly LogEntry[]): void {
    if (this.#clockwork.is === 'still') return;
    const states = this.#options.room.whole;
    let asksAgain = false;
    const turned = new Set<Reducer>();
    for (const entry of entries) {
      const reducer = this.#reducers.get(entry.feature);
      if (!reducer) continue;
      if (entry.feature === recording.name && ['answered', 'forgot'].includes(entry.event)) asksAgain = true;
      // A view that was written already has it.
      if (entry.seq <= (this.#viewed.get(entry.feature) ?? 0)) continue;
      const seen = visibleTo(entry, this.#viewer, { reducer, states });
      if (!seen) continue;
      if (reducer.turning.includes(entry.event)) turned.add(reducer);
      else {
        const { seq, at } = entry;
        this.#write({ is: 'event', at: this.spentMs, ...seen, meta: { seq, at } });
      }
    }
    if (turned.size > 0) this.#writeViews([...turned]);
    if (!asksAgain) return;
    this.#options.media.reviewTap();
    this.#cancelView ??= this.#options.clock.after(viewEveryMs, () => {
      this.#cancelView = undefined;
      this.#writeViews(this.#options.reducers.filter(({ contract }) => !large.includes(contract.name)));
    });
  }

  /** Writes what happened only for the moment, such as who talks and a line that is being drawn. */
  #hear({ name, payload }: Frame): void {
    const feature = name.split(':', 1)[0] ?? '';
    if (!momentary.includes(feature)) return;
    this.#write({ is: 'event', at: this.spentMs, name, payload: concealed(feature, payload, this.#viewer) });
  }

  /** The recorder died and is back: its streams begin again, each in a new file. */
  reopen(): void {
    this.#streams.clear();
    if (this.#clockwork.is !== 'running') return;
    this.#note({ is: 'break', at: this.spentMs });
    // Lines that were on their way to the process are lost: this view has what they changed, but for the chat.
    const views = this.#views();
    delete views[chat.name];
    this.#write({ is: 'view', ...this.#head(), states: views });
    this.#options.media.tap(this.#tap);
  }

  /** Ends the recording and completes its files. */
  async stop(): Promise<void> {
    this.pause();
    this.#note({ is: 'stopped', at: this.spentMs });
    await this.#options.process.finish(this.folder, this.#options.clock.monotonic());
  }

  readonly #tap: Tap = {
    wants: (member) => this.#clockwork.is === 'running' && this.#answers[member] === 'accepted',
    begin: ({ member, source, askForKey }) => this.#begin(member, source, askForKey),
  };

  get #answers(): Readonly<Record<MemberId, 'accepted' | 'out'>> {
    return this.#options.room.committed(recording).answers;
  }

  /** True for the id of a member who has not accepted, also after they left; false for every other text. */
  #isHidden(text: string): boolean {
    const answer = this.#answers[text];
    if (answer === 'accepted') this.#hidden.delete(text);
    else if (answer === 'out' || Object.hasOwn(this.#options.room.committed(presence).members, text)) {
      this.#hidden.add(text);
    }
    return this.#hidden.has(text);
  }

  #begin(member: MemberId, source: Source, askForKey: () => void): TapSink {
    const { process, folder, clock } = this.#options;
    const isPicture = kindOfSource[source] === 'video';
    const origin = this.#clockwork.is === 'running' ? this.#clockwork.origin : clock.monotonic();
    const codec = isPicture ? ('vp8' as const) : ('opus' as const);
    const id = process.open({ folder, member, source, codec, origin }, askForKey);
    const isWanted = () => this.#streams.has(id) && this.#tap.wants(member, source);
    const sink: TapSink = {
      packet: (packet) => {
        if (isWanted()) process.packet(id, packet, { at: clock.monotonic(), isPicture });
      },
      report: (timestamp, ntp) => {
        if (isWanted()) process.order({ do: 'report', id, timestamp, ntp, at: clock.monotonic() });
      },
      end: () => {
        if (this.#streams.delete(id)) process.close(id, clock.monotonic());
      },
    };
    this.#streams.set(id, sink);
    return sink;
  }

  #views(): Record<string, unknown> {
    return viewFor(this.#viewer, this.#options.reducers, this.#options.room.whole);
  }

  #writeViews(reducers: readonly Reducer[]): void {
    this.#write({ is: 'view', ...this.#head(), states: viewFor(this.#viewer, reducers, this.#options.room.whole) });
  }

  #head() {
    const { room, clock } = this.#options;
    return { at: this.spentMs, seq: room.seq, now: clock.now(), title: room.record.title };
  }

  #write(line: LogLine): void {
    if (line.is === 'view') for (const name of Object.keys(line.states)) this.#viewed.set(name, line.seq);
    const text = JSON.stringify(line);
    this.#options.process.order({ do: 'line', folder: this.folder, file: 'log.jsonl', text });
    const named = namesIn(text);
    if (named.length > 0) this.#options.onNamed(named);
  }

  #note(line: IndexLine): void {
    this.#options.process.order({ do: 'line', folder: this.folder, file: 'index.jsonl', text: JSON.stringify(line) });
  }
}
