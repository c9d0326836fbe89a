import { createHash, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { LogLine } from '@plenum/shared/api/recording/contract';
import { viewerId } from '@plenum/shared/api/recording/limits';
import type { StateOf } from '@plenum/shared/core/contract';
import { chat } from '@plenum/shared/features/chat/contract';
import { reduceChat } from '@plenum/shared/features/chat/reduce';
import { presence } from '@plenum/shared/features/presence/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { shapesOn, withoutShapes } from '@plenum/shared/features/whiteboard/pages';
import * as z from 'zod/mini';
import { captionsAsBefore } from './captions.ts';
import { cutSuffix } from './files/RecordingFiles.ts';
import { type Contents, type IndexLine, jsonOf, type RecordingFolder, writeLines } from './RecordingFolder.ts';
import { concealed, type Viewer } from './visibleTo.ts';

/** How many lines are written anew before the server does other things. */
const linesAtOnce = 200;

/** What is taken out of a recording: people, as its log names them, and the chat of all. */
export interface LeftOut {
  readonly members: readonly string[];
  readonly chat: boolean;
}

/**
 * Makes a recording without these people, or without the chat, beside the old one, and puts it in its place: no voice, picture,
 * name, message or drawing of theirs stays. What others wrote about them does. Captions go with a person: they do not say who spoke.
 */
export async function leaveOut(folder: RecordingFolder, before: Contents, out: LeftOut) {
  const { streams, breaks, captions, duration } = before;
  const target = folder.path + cutSuffix;
  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, 'streams'), { recursive: true, mode: 0o700 });
  const index: IndexLine[] = [];
  for (const { file, member, source, codec, from, until, bytes } of streams) {
    if (out.members.includes(member)) continue;
    // The same bytes under a second name: they are not copied.
    linkSync(folder.stream(file), join(target, 'streams', file));
    index.push({ is: 'began', file, member, source, codec, from });
    index.push({ is: 'ended', file, lasts: until - from - (codec === 'opus' ? 20 : 0), bytes });
  }
  index.push(...breaks.map((at): IndexLine => ({ is: 'break', at })), { is: 'stopped', at: duration });
  if (out.members.length === 0) index.push(...captionsAsBefore(folder, captions, target));
  const filter = new Filter(out);
  const lines: string[] = [];
  const text = await folder.files.text(folder.log);
  for (const [number, raw] of text.split('\n').entries()) {
    if (number % linesAtOnce === 0) await setImmediate();
    const line = LogLine.safeParse(jsonOf(raw)).data;
    const kept = line && filter.of(line);
    if (kept) lines.push(filter.scrubbed(JSON.stringify(kept)));
  }
  writeLines(folder.files, join(target, 'log.jsonl'), lines);
  writeLines(
    folder.files,
    join(target, 'index.jsonl'),
    index.map((line) => JSON.stringify(line)),
  );
  folder.replaceByCut();
}

/** The ids of all people whom the log of a recording knows by name. */
export async function peopleIn(folder: RecordingFolder): Promise<ReadonlySet<string>> {
  const text = await folder.files.text(folder.log);
  const people = new Set<string>();
  for (const raw of text.split('\n')) {
    // Most lines are about something else, and need no parsing.
    if (!raw.includes(presence.name)) continue;
    const line = LogLine.safeParse(jsonOf(raw)).data;
    const state = line?.is === 'view' ? presence.state.safeParse(line.states[presence.name]).data : undefined;
    for (const id of Object.keys(state?.members ?? {})) people.add(id);
    if (line?.is !== 'event' || line.name !== `${presence.name}:joined`) continue;
    const came = z.object({ id: z.string() }).safeParse(line.payload).data;
    if (came) people.add(came.id);
  }
  return people;
}

/** What of an event of the chat says which message, and whose. */
const ChatFact = z.looseObject({
  id: z.optional(z.string()),
  from: z.optional(z.string()),
  reply: z.optional(z.object({ from: z.string() })),
});

/** Takes people and the chat out of the lines of a log, which it gets in their order. */
class Filter {
  readonly #out: LeftOut;
  readonly #viewer: Viewer;
  /** Messages and shapes of these people that were there so far. */
  readonly #messages = new Set<string>();
  readonly #shapes = new Set<string>();

  constructor(out: LeftOut) {
    const salt = randomBytes(16);
    this.#out = out;
    this.#viewer = {
      chat: 'kept',
      isHidden: (text) => out.members.includes(text),
      aliasOf: (feature, member) =>
        createHash('sha256').update(salt).update(`${feature}\n${member}`).digest('base64url').slice(0, 16),
    };
  }

  /** The line without them; undefined for a line of which nothing is left. */
  of(line: LogLine): LogLine | undefined {
    if (line.is === 'refresh') return this.#concealed('', line);
    if (line.is === 'view') {
      const states = Object.entries(line.states).map(([name, state]) => [name, this.#state(name, state)] as const);
      return { ...line, states: Object.fromEntries(states) };
    }
    const feature = line.name.split(':', 1)[0] ?? '';
    const payload = this.#payload(line.name, line.payload);
    return payload === undefined ? undefined : { ...line, payload: concealed(feature, payload, this.#viewer) };
  }

  /** The text of a line without ids that stand within longer texts. */
  scrubbed(text: string): string {
    return this.#out.members.reduce((left, id) => left.replaceAll(id, this.#viewer.aliasOf('', id)), text);
  }

  #concealed(feature: string, line: LogLine): LogLine | undefined {
    return LogLine.safeParse(concealed(feature, line, this.#viewer)).data;
  }

  #state(name: string, value: unknown): unknown {
    if (name === whiteboard.name) {
      const state = whiteboard.state.safeParse(value).data;
      return state ? concealed(name, this.#board(state), this.#viewer) : value;
    }
    if (name !== chat.name) return concealed(name, value, this.#viewer);
    const state = chat.state.safeParse(value).data;
    if (this.#out.chat || !state) return reduceChat.view(reduceChat.initial, viewerId);
    const messages = state.messages.filter((message) => !this.#isTheirs(message));
    const pins = state.pins.filter(({ id, from }) => !this.#isTheirs({ id, from }));
    return concealed(name, { ...state, messages: messages.map(withoutReply(this.#viewer)), pins }, this.#viewer);
  }

  #isTheirs({ id, from }: { readonly id: string; readonly from: string }): boolean {
    if (this.#viewer.isHidden(from)) this.#messages.add(id);
    return this.#messages.has(id);
  }

  #board(state: StateOf<typeof whiteboard>): StateOf<typeof whiteboard> {
    const pages = Object.entries(state.pages).map(([id, page]) => {
      const theirs = shapesOn(page).filter(({ by }) => this.#viewer.isHidden(by));
      for (const { id: shape } of theirs) this.#shapes.add(shape);
      const left = withoutShapes(
        page,
        theirs.map(({ id: shape }) => shape),
      );
      return [id, { ...left, bin: left.bin.filter(({ shape }) => !this.#viewer.isHidden(shape.by)) }] as const;
    });
    return { ...state, pages: Object.fromEntries(pages) };
  }

  #payload(name: string, payload: unknown): unknown {
    if (name.startsWith(`${chat.name}:`)) return this.#said(payload);
    if (name.startsWith(`${whiteboard.name}:`)) return this.#drawn(name, payload);
    return payload;
  }

  #said(payload: unknown): unknown {
    const fact = ChatFact.safeParse(payload).data;
    if (this.#out.chat || !fact) return undefined;
    const { id = '', from } = fact;
    if (from !== undefined && this.#viewer.isHidden(from)) this.#messages.add(id);
    return this.#messages.has(id) ? undefined : withoutReply(this.#viewer)(fact);
  }

  #drawn(name: string, payload: unknown): unknown {
    const events = whiteboard.events;
    const isTheirs = (by: string) => this.#viewer.isHidden(by);
    const by = z.object({ by: z.string() }).safeParse(payload).data?.by;
    switch (name.slice(whiteboard.name.length + 1)) {
      case 'put': {
        const { shapes } = events.put.payload.parse(payload);
        if (by === undefined || !isTheirs(by)) return payload;
        for (const { id } of shapes) this.#shapes.add(id);
        return undefined;
      }
      case 'stroked':
      case 'pointed':
        return by !== undefined && isTheirs(by) ? undefined : payload;
      case 'signed':
        return isTheirs(events.signed.payload.parse(payload).member) ? undefined : payload;
      case 'changed': {
        const fact = events.changed.payload.parse(payload);
        return { ...fact, changes: fact.changes.filter(({ id }) => !this.#shapes.has(id)) };
      }
      case 'restored':
      case 'shown': {
        const fact = events.restored.payload.parse(payload);
        return { ...fact, shapes: fact.shapes.filter((shape) => !isTheirs(shape.by)) };
      }
      case 'sighted': {
        const fact = events.sighted.payload.parse(payload);
        return fact.view ? { ...fact, view: this.#board(fact.view) } : fact;
      }
      default:
        return payload;
    }
  }
}

/** Takes the quote off a message that answers one of these people. */
function withoutReply(viewer: Viewer) {
  return <M extends { readonly reply?: { readonly from: string } | undefined }>(message: M): M => {
    return message.reply && viewer.isHidden(message.reply.from) ? { ...message, reply: undefined } : message;
  };
}
