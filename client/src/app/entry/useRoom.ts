import type { ErrorCode } from '@plenum/shared/core/errors';
import type { RoomInfo } from '@plenum/shared/api/room/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { aside } from '@plenum/shared/core/aside';
import { browserIdentity } from '../../core/identity.ts';
import { tabSeats } from '../../core/seats.ts';
import type { Session } from '../../core/session.ts';
import type { ClosedReason, Obstacle } from '../../core/store.ts';
import { boundOf, codeOf, isUnreadable } from '../errorWords.ts';
import { type LastWords, lastWords } from './lastWords.ts';
import type { WayIn } from './wayIn.ts';

/** Why the page cannot go on: no answer for an unknown reason, a device without a network, or a line that is stopped. */
export type Unreachable = 'silent' | 'offline' | Obstacle;

/** The stages from opening a room's link to having left. */
export type RoomStage =
  | { readonly at: 'looking'; readonly unreachable: Unreachable | undefined }
  | { readonly at: 'gone'; readonly code: ErrorCode | 'unreadable'; readonly error?: unknown }
  | { readonly at: 'preJoin'; readonly info: RoomInfo }
  | { readonly at: 'meeting'; readonly session: Session; readonly since: number }
  | {
      readonly at: 'left';
      readonly reason: ClosedReason;
      readonly farewell: LastWords | undefined;
      readonly title: string;
      readonly stayedMs: number;
    };

const base = location.origin;
const retryMs = 3_000;

/** Resolves after so many ms, or when the signal says that nobody waits. */
function wait(ms: number, gone: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    gone.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
}

/** Loads the code of the meeting, which earlier pages do not need. */
const loadSession = () => import('./lines.ts');

interface Steps {
  readonly stage: RoomStage;
  /** @throws AppError, which the pre-join page puts into words */
  readonly enter: (name: string) => Promise<void>;
  readonly again: () => void;
}

/** Leads a person into a room, through the meeting and out of it. */
export function useRoom(way: WayIn): Steps {
  const [stage, setStage] = useState<RoomStage>({ at: 'looking', unreachable: undefined });
  const looking = stage.at === 'looking';
  const here = useRef(true);
  useEffect(() => () => void (here.current = false), []);

  useEffect(() => {
    if (!looking) return;
    const gone = new AbortController();
    way.takeSecrets();
    aside(look(way, gone.signal, setStage));
    return () => gone.abort();
  }, [way, looking]);

  useEffect(() => (stage.at === 'meeting' ? followEnd(stage.session, stage.since, setStage) : undefined), [stage]);

  const enter = useCallback(
    async (name: string) => {
      const { Session, extras } = await loadSession();
      try {
        const session = await Session.enter({
          base,
          roomId: way.id,
          seats: tabSeats(),
          extras,
          name,
          identity: way.identity?.() ?? browserIdentity(),
          key: way.key(),
          request: way.request,
        });
        // The person left the page during the await.
        if (!here.current) return await session.leave();
        setStage(meetingOf(session, way));
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

function meetingOf(session: Session, way: WayIn): RoomStage {
  const { room } = session.store.getState();
  way.entered({ id: room.id, title: room.title });
  return { at: 'meeting', session, since: Date.now() };
}

function unreachableBy(error: unknown): Unreachable {
  const bound = boundOf(error);
  if (bound === 'blocked' || bound === 'crowded') return bound;
  return navigator.onLine ? 'silent' : 'offline';
}

async function look(way: WayIn, gone: AbortSignal, setStage: (stage: RoomStage) => void): Promise<void> {
  for (;;) {
    try {
      const session = await resume(way.seatIn());
      if (gone.aborted) return session?.close();
      if (session) return setStage(meetingOf(session, way));
      const info = await way.look();
      if (gone.aborted) return;
      aside(loadSession());
      return setStage({ at: 'preJoin', info });
    } catch (error) {
      if (gone.aborted) return;
      if (isUnreadable(error)) return setStage({ at: 'gone', code: 'unreadable' });
      const code = codeOf(error);
      if (code !== 'unavailable' && code !== 'limited' && code !== 'internal') {
        return setStage({ at: 'gone', code, error });
      }
      setStage({ at: 'looking', unreachable: unreachableBy(error) });
      await wait(retryMs, gone);
      if (gone.aborted) return;
    }
  }
}

async function resume(roomId: string | undefined): Promise<Session | undefined> {
  const seats = tabSeats();
  if (roomId === undefined || !seats.load(roomId)) return undefined;
  const { Session, extras } = await loadSession();
  return Session.resume({ base, roomId, seats, extras });
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
