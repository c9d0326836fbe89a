import type { ErrorCode } from '@plenum/shared/core/errors';
import type { RoomInfo } from '@plenum/shared/api/room/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { aside } from '@plenum/shared/core/aside';
import { roomInfo } from '../../core/http.ts';
import { browserIdentity } from '../../core/identity.ts';
import { tabSeats } from '../../core/seats.ts';
import type { Session } from '../../core/session.ts';
import type { ClosedReason, Obstacle } from '../../core/store.ts';
import { boundOf, codeOf, isUnreadable } from '../errorWords.ts';
import { keysInLink } from './roomLink.ts';
import { type LastWords, lastWords } from './lastWords.ts';
import { keyOf, rememberRoom } from './roomKeys.ts';

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

const base = location.origin;
const retryMs = 3_000;
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Loads the code of the meeting, which earlier pages do not need. */
const loadSession = () => import('./lines.ts');

interface Steps {
  readonly stage: RoomStage;
  /** @throws AppError, which the pre-join page puts into words */
  readonly enter: (name: string) => Promise<void>;
  readonly again: () => void;
}

/** Leads a person into a room, through the meeting and out of it. */
export function useRoom(roomId: string): Steps {
  const [stage, setStage] = useState<RoomStage>({ at: 'looking', unreachable: undefined });
  const looking = stage.at === 'looking';
  const here = useRef(true);
  useEffect(() => () => void (here.current = false), []);

  useEffect(() => {
    if (!looking) return;
    const gone = new AbortController();
    takeKeys(roomId);
    aside(look(roomId, gone.signal, setStage));
    return () => gone.abort();
  }, [roomId, looking]);

  useEffect(() => (stage.at === 'meeting' ? followEnd(stage.session, stage.since, setStage) : undefined), [stage]);

  const enter = useCallback(
    async (name: string) => {
      const { Session, extras } = await loadSession();
      try {
        const session = await Session.enter({
          base,
          roomId,
          seats: tabSeats(),
          extras,
          name,
          identity: browserIdentity(),
          key: keyOf(roomId),
        });
        // The person left the page during the await.
        if (!here.current) return await session.leave();
        setStage(meetingOf(session));
      } catch (error) {
        if (codeOf(error) === 'notFound') setStage({ at: 'gone', code: 'notFound' });
        throw error;
      }
    },
    [roomId],
  );
  const again = useCallback(() => setStage({ at: 'looking', unreachable: undefined }), []);
  return { stage, enter, again };
}

function meetingOf(session: Session): RoomStage {
  const { room } = session.store.getState();
  rememberRoom({ id: room.id, title: room.title });
  return { at: 'meeting', session, since: Date.now() };
}

/** Stores the keys of the link and removes them from the address bar, where an onlooker could read them. */
function takeKeys(roomId: string): void {
  const keys = keysInLink(location.hash);
  if (Object.keys(keys).length === 0) return;
  rememberRoom({ id: roomId, title: roomId, keys });
  history.replaceState(history.state, '', location.pathname);
}

function unreachableBy(error: unknown): Unreachable {
  const bound = boundOf(error);
  if (bound === 'blocked' || bound === 'crowded') return bound;
  return navigator.onLine ? 'silent' : 'offline';
}

async function look(roomId: string, gone: AbortSignal, setStage: (stage: RoomStage) => void): Promise<void> {
  for (;;) {
    try {
      const session = await resume(roomId);
      if (gone.aborted) return session?.close();
      if (session) return setStage(meetingOf(session));
      const info = await roomInfo(base, roomId);
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

async function resume(roomId: string): Promise<Session | undefined> {
  const seats = tabSeats();
  if (!seats.load(roomId)) return undefined;
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
