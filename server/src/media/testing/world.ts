import type { MemberId } from '@plenum/shared/core/ids';
import { type Source, sources } from '@plenum/shared/features/media/contract';
import type { MediaEngine, MediaFact, MediaPeer, MediaRights, MediaRoom } from '../MediaEngine.ts';
import type { ShedLevel } from '../overload/shedLevels.ts';
import { createRtp } from '../slots/createRtp.ts';
import { Happened } from './Happened.ts';
import { receiving, sending } from './parameters.ts';
import type { TestClock } from './TestClock.ts';
import { TestLine } from './TestLine.ts';

/** One engine, with the handles that the rules need. */
export interface EngineUnderTest {
  readonly engine: MediaEngine;
  /** Ends every worker; resolves when the engine noticed. */
  readonly killWorkers: () => Promise<void>;
  /** Every worker gives up this much from now on; resolves when the rooms were told. */
  readonly shed: (level: ShedLevel) => Promise<void>;
  /** Sends a packet of a microphone as its browser would; resolves when every listener has it or it was dropped. */
  readonly send: (producerId: string, packet: Buffer) => Promise<void>;
  /** Packets that reached browsers. */
  readonly received: Happened<Received>;
}

/** One packet that reached a browser. */
export interface Received {
  readonly consumerId: string;
  readonly packet: Buffer;
}

/** How long the tested engines keep the session of a lost line, and a shorter time; in ms. */
export const resumeMs = 20_000;
export const soon = 1_000;

/** Rights of a member who may do everything. */
export const everything: MediaRights = { send: sources, seesCameras: true, leads: false };

interface Person {
  readonly peer: MediaPeer;
  readonly line: TestLine;
}

/** One room of an engine, with short names for its actions and results. */
export interface World {
  readonly clock: TestClock;
  readonly under: EngineUnderTest;
  readonly room: MediaRoom;
  readonly facts: Happened<MediaFact>;
  readonly attach: (member: MemberId) => Person;
  readonly enter: (member: MemberId) => Promise<Person & { readonly session: string }>;
  readonly ready: (person: Person, have?: string[]) => Promise<unknown>;
  readonly publish: (person: Person, source: Source, muted?: boolean) => Promise<{ producerId: string }>;
  /** Sends one packet of 20 ms that carries `word`, and advances the clock by 20 ms. */
  readonly say: (producerId: string, word: string, level?: number) => Promise<void>;
  /** The words that a consumer received, in order. */
  readonly heard: (consumerId: string) => string[];
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
  let packets = 0;
  const say = async (producerId: string, word: string, level = -20): Promise<void> => {
    packets += 1;
    const payload = Buffer.from(word.padEnd(wordBytes));
    await under.send(producerId, createRtp({ sequence: packets, timestamp: clock.now() * 48, level, payload }));
    clock.turn(20);
  };
  return {
    clock,
    under,
    say,
    heard: (consumerId) =>
      under.received.all.filter((one) => one.consumerId === consumerId).map(({ packet }) => wordIn(packet)),
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

const wordBytes = 24;

/** The word that a packet carries. */
function wordIn(packet: Buffer): string {
  return packet.subarray(-wordBytes).toString().trim();
}

/** A fact as a string that is easy to read in a failed test. */
export function fact(of: MediaFact): string {
  return JSON.stringify(of);
}
