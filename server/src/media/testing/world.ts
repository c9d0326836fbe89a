import type { MemberId } from '@plenum/shared/core/ids';
import type { Source } from '@plenum/shared/features/media/contract';
import type { MediaEngine, MediaFact, MediaPeer, MediaRoom } from '../MediaEngine.ts';
import { Happened } from './Happened.ts';
import { receiving, sending } from './parameters.ts';
import type { TestClock } from './TestClock.ts';
import { TestLine } from './TestLine.ts';

/** One engine with the handles that the suite needs. */
export interface EngineUnderTest {
  readonly engine: MediaEngine;
  /** Ends every worker; resolves when that has been noticed. */
  readonly killWorkers: () => Promise<void>;
}

/** How long the engines under test keep the session of a lost line, and a moment that is shorter, in ms. */
export const resumeMs = 20_000;
export const soon = 1_000;

interface Person {
  readonly peer: MediaPeer;
  readonly line: TestLine;
}

/** One room of an engine, and short words for what happens in it. */
export interface World {
  readonly clock: TestClock;
  readonly under: EngineUnderTest;
  readonly room: MediaRoom;
  readonly facts: Happened<MediaFact>;
  readonly attach: (member: MemberId) => Person;
  readonly enter: (member: MemberId) => Promise<Person & { readonly session: string }>;
  readonly ready: (person: Person, have?: string[]) => Promise<unknown>;
  readonly publish: (person: Person, source: Source, muted?: boolean) => Promise<{ producerId: string }>;
  /** The facts so far, in the form of `fact`. */
  readonly told: () => string[];
}

export async function createWorld(clock: TestClock, under: EngineUnderTest): Promise<World> {
  const facts = new Happened<MediaFact>();
  const room = await under.engine.createRoom('one-room', facts.push);
  const attach = (member: MemberId): Person => {
    const line = new TestLine();
    return { line, peer: room.attach(member, line) };
  };
  return {
    clock,
    under,
    room,
    facts,
    attach,
    enter: async (member) => {
      const person = attach(member);
      const { session } = await person.peer.open({});
      return { ...person, session };
    },
    ready: ({ peer }, have = []) => peer.ready({ rtpCapabilities: receiving, have }),
    publish: ({ peer }, source, muted = false) => peer.publish({ source, muted, rtpParameters: sending(source) }),
    told: () => facts.all.map(fact),
  };
}

/** A fact in a form that is read at a glance when a test fails. */
export function fact(of: MediaFact): string {
  return JSON.stringify(of);
}
