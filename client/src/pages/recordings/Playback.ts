import { addressOf } from '@plenum/shared/core/endpoint';
import { type Manifest, recordingContent, recordingFile, recordingPage } from '@plenum/shared/api/recording/contract';
import { chat } from '@plenum/shared/features/chat/contract';
import { chatLimits } from '@plenum/shared/features/chat/limits';
import { messagesIn } from '@plenum/shared/features/chat/reduce';
import { features as reducers } from '@plenum/shared/features/index';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import * as z from 'zod/mini';
import { PlaybackClock, type Skip } from '../../core/playback/clock.ts';
import type { Passing } from '../../core/playback/load.ts';
import { PlaybackSession } from '../../core/playback/PlaybackSession.ts';
import { epochOf, type LogLine } from '../../core/playback/recorded.ts';
import { stateOf } from '../../core/store.ts';
import { type Contents, contentsOf } from './contents.ts';
import { Deck } from './media/Deck.ts';
import { silencesOf } from './silences.ts';

/** A recording that is open: its clock, the session of its log, and the sound and pictures. */
export class Playback {
  readonly manifest: Manifest;
  readonly clock: PlaybackClock;
  readonly session: PlaybackSession;
  readonly deck: Deck;
  readonly contents: Contents;
  readonly silences: readonly Skip[];

  constructor(manifest: Manifest, log: readonly LogLine[], passing: Passing) {
    const { id, title, duration, streams } = manifest;
    this.manifest = manifest;
    this.clock = new PlaybackClock(duration);
    this.session = new PlaybackSession({
      id,
      title,
      log,
      epochOf: epochOf(manifest, log),
      clock: this.clock,
      reducers,
      pass: { base: location.origin, room: id, seat: '', elsewhere: placeOfFile(id, passing) },
      endingOf,
      answer: (name, input) => (name === `${chat.name}:older` ? olderMessages(this.session, input) : undefined),
    });
    this.deck = new Deck(this.clock, streams, ({ file }) =>
      addressOf(recordingFile, { params: { recording: id, file }, query: passing }),
    );
    this.contents = contentsOf(log);
    this.silences = silencesOf({
      duration,
      talks: this.session.talks,
      others: streams.flatMap(({ source, from, until }) => (source === 'screenAudio' ? [{ from, to: until }] : [])),
    });
  }

  /** Idempotent. */
  close(): void {
    this.deck.close();
    this.session.close();
  }
}

/** The address of a room's file in its recording. */
function placeOfFile(recording: string, query: Passing) {
  return (endpoint: string, params: Readonly<Record<string, unknown>>): string | undefined => {
    const { file = '', presentation = '', part = '' } = params;
    if (endpoint === 'slides:part') {
      return addressOf(recordingPage, {
        params: { recording, presentation: String(presentation), part: String(part) },
        query,
      });
    }
    return addressOf(recordingContent, { params: { recording, content: String(file) }, query });
  };
}

/** What ends a stroke or a pointer that a jump leaves behind. */
function endingOf(name: string, payload: unknown): unknown {
  if (name === `${whiteboard.name}:stroked`) {
    return whiteboard.events.stroked.payload.parse(payload).map((part) => ({ ...part, points: '' }));
  }
  if (name === `${whiteboard.name}:pointed`) {
    return whiteboard.events.pointed.payload.parse(payload).map(({ by }) => ({ by, x: 0, y: 0 }));
  }
  return undefined;
}

/** Messages that were sent before those that the state holds, as the server would give them. */
function olderMessages(session: PlaybackSession, input: unknown): unknown {
  const asked = z.safeParse(chat.commands.older.input, input);
  if (!asked.success) return undefined;
  const { before, channel } = asked.data;
  const index = session.lines.findIndex(
    (line) =>
      line.is === 'event' &&
      line.name === `${chat.name}:sent` &&
      chat.events.sent.payload.safeParse(line.payload).data?.id === before,
  );
  if (index === -1) return { messages: [], more: false };
  const messages = messagesIn(stateOf({ states: session.statesAfter(index) }, chat), channel);
  return { messages, more: messages.length >= chatLimits.window };
}
