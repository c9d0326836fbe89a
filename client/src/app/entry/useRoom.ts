import type { ErrorCode } from '@plenum/shared/core/errors';
import type { RoomInfo } from '@plenum/shared/api/room/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { aside } from '@plenum/shared/core/aside';
import type { Session } from '../../core/session.ts';
import type { ClosedReason, Obstacle } from '../../core/store.ts';
import { boundOf, codeOf, isUnreadable } from '../errorWords.ts';
import { type LastWords, lastWords } from './lastWords.ts';

/** Why the page cannot go on: no answer for an unknown reason, a device without a network, or a line that is stopped. */
export type Unreachable = 'silent' | 'offline' | Obstacle;

/** The stages from opening a room's link to having left. */
export type RoomStage =
  | { readonly at: 'looking'; readonly unreachable: Unreachable | undefined }
  | { readonly at: 'gone'; readonly code: ErrorCode | 'unreadable' }
  | { readonly at: 'preJoin'; readonly info: RoomInfo }
  | { readonly at: 'meeting'; readonly session: Session; readonly since: number }
  | {
      readonly at: 'left';
      readonly reason: ClosedReason;
      readonly farewell: LastWords | undefined;
      readonly title: string;
      readonly stayedMs: number;
    };

const retryMs = 3_000;
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Loads the code of the meeting, which earlier pages do not need. */
export const loadSession = () => import('./lines.ts');

/** A way into a room: by its own link, or by the link of its space. It is the same object while the page lives. */
export interface Way {
  /** Tells rooms apart for what lives through joining and the meeting. */
  readonly id: string;
  /** What people outside may know. @throws AppError */
  readonly look: () => Promise<RoomInfo>;
  /** Back into the seat that this tab has kept; undefined when it has none. @throws AppError */
  readonly resume: () => Promise<Session | undefined>;
  /** @throws AppError, which the pre-join page puts into words */
  readonly enter: (name: string) => Promise<Session>;
}

interface Steps {
  readonly stage: RoomStage;
  /** @throws AppError, which the pre-join page puts into words */
  readonly enter: (name: string) => Promise<void>;
  readonly again: () => void;
}

/** Leads a person into a room, through the meeting and out of it. */
export function useRoom(way: Way): Steps {
  const [stage, setStage] = useState<RoomStage>({ at: 'looking', unreachable: undefined });
  const looking = stage.at === 'looking';
  const here = useRef(true);
  useEffect(() => () => void (here.current = false), []);

  useEffect(() => {
    if (!looking) return;
    const gone = new AbortController();
    aside(look(way, gone.signal, setStage));
    return () => gone.abort();
  }, [way, looking]);

  useEffect(() => (stage.at === 'meeting' ? followEnd(stage.session, stage.since, setStage) : undefined), [stage]);

  const enter = useCallback(
    async (name: string) => {
      try {
        const session = await way.enter(name);
        // The person left the page during the await.
        if (!here.current) return await session.leave();
        setStage(meetingOf(session));
      } catch (error) {
        if (codeOf(error) === 'notFound') setStage({ at: 'gone', code: 'notFound' });
        throw error;
      }
    },
    [way],
  );
  const again = useCallback(() => setStage({ at: 'looking', unreachable: undefined }), []);
  return { stage, enter, again };
}

function meetingOf(session: Session): RoomStage {
  return { at: 'meeting', session, since: Date.now() };
}

function unreachableBy(error: unknown): Unreachable {
  const bound = boundOf(error);
  if (bound === 'blocked' || bound === 'crowded') return bound;
  return navigator.onLine ? 'silent' : 'offline';
}

async function look(way: Way, gone: AbortSignal, setStage: (stage: RoomStage) => void): Promise<void> {
  for (;;) {
    try {
      const session = await way.resume();
      if (gone.aborted) return session?.close();
      if (session) return setStage(meetingOf(session));
      const info = await way.look();
      if (gone.aborted) return;
      aside(loadSession());
      return setStage({ at: 'preJoin', info });
    } catch (error) {
      if (gone.aborted) return;
      if (isUnreadable(error)) return setStage({ at: 'gone', code: 'unreadable' });
      const code = codeOf(error);
      if (code !== 'unavailable' && code !== 'limited' && code !== 'internal') return setStage({ at: 'gone', code });
      setStage({ at: 'looking', unreachable: unreachableBy(error) });
      await wait(retryMs);
      if (gone.aborted) return;
    }
  }
}

/** Waits for the end of a meeting; the browser's back button ends it too. */
function followEnd(session: Session, since: number, setStage: (stage: RoomStage) => void): () => void {
  const check = () => {
    const state = session.store.getState();
    const { line, room } = state;
    if (line.state !== 'closed') return;
    const farewell = lastWords(state);
    setStage({ at: 'left', reason: line.reason, farewell, title: room.title, stayedMs: Date.now() - since });
  };
  check();
  const stop = session.store.subscribe(check);
  return () => {
    stop();
    if (session.store.getState().line.state !== 'closed') aside(session.leave());
  };
}
