import type { Histogram } from '../histogram.ts';

/** Packets of one kind of media. */
export interface Packets {
  readonly received: number;
  readonly lost: number;
}

/** What the bots of one process, or of all, did and got since the last sample. Times in ms. */
export interface Sample {
  /** Inside, outside before the door, with an open media line that carries packets, with a lost room line. */
  readonly present: number;
  readonly waiting: number;
  readonly connected: number;
  readonly offline: number;
  /** The people inside whom the server has told that it holds pictures back. */
  readonly held: number;
  /** Of all bots that should be here now. */
  readonly expected: number;
  readonly failed: number;
  /** Words of failures, and how often each came. */
  readonly failures: Readonly<Record<string, number>>;
  readonly left: number;
  /** Lost room lines. */
  readonly drops: number;
  readonly sound: Packets;
  readonly pictures: Packets;
  readonly soundMs: Histogram;
  /** From the first request to the meeting's state, and to the first packet. */
  readonly welcomeMs: Histogram;
  readonly joinMs: Histogram;
  readonly chatMs: Histogram;
  readonly said: number;
  readonly heard: number;
  readonly missing: number;
  readonly doubles: number;
  readonly boardMs: Histogram;
  readonly drawn: number;
  readonly votes: number;
  readonly voteMs: Histogram;
  /** From the command that opens or closes the rooms to the first sound at the other place. */
  readonly moveMs: Histogram;
  /** The processes themselves: shares of a core, the busiest first. */
  readonly cpu: readonly number[];
  readonly rssKiB: number;
  readonly descriptors: number;
}

/** Adds up samples of several processes. */
export function together(samples: readonly Sample[]): Sample {
  const sum = (of: (sample: Sample) => number) => samples.reduce((total, sample) => total + of(sample), 0);
  const packets = (of: (sample: Sample) => Packets): Packets => ({
    received: sum((sample) => of(sample).received),
    lost: sum((sample) => of(sample).lost),
  });
  const counts = (of: (sample: Sample) => Readonly<Record<string, number>>) => {
    const all: Record<string, number> = {};
    for (const sample of samples)
      for (const [key, count] of Object.entries(of(sample))) all[key] = (all[key] ?? 0) + count;
    return all;
  };
  return {
    present: sum(({ present }) => present),
    waiting: sum(({ waiting }) => waiting),
    connected: sum(({ connected }) => connected),
    offline: sum(({ offline }) => offline),
    held: sum(({ held }) => held),
    expected: sum(({ expected }) => expected),
    failed: sum(({ failed }) => failed),
    failures: counts(({ failures }) => failures),
    left: sum(({ left }) => left),
    drops: sum(({ drops }) => drops),
    sound: packets(({ sound }) => sound),
    pictures: packets(({ pictures }) => pictures),
    soundMs: counts(({ soundMs }) => soundMs),
    welcomeMs: counts(({ welcomeMs }) => welcomeMs),
    joinMs: counts(({ joinMs }) => joinMs),
    chatMs: counts(({ chatMs }) => chatMs),
    said: sum(({ said }) => said),
    heard: sum(({ heard }) => heard),
    missing: sum(({ missing }) => missing),
    doubles: sum(({ doubles }) => doubles),
    boardMs: counts(({ boardMs }) => boardMs),
    drawn: sum(({ drawn }) => drawn),
    votes: sum(({ votes }) => votes),
    voteMs: counts(({ voteMs }) => voteMs),
    moveMs: counts(({ moveMs }) => moveMs),
    cpu: samples.flatMap(({ cpu }) => cpu).toSorted((a, b) => b - a),
    rssKiB: sum(({ rssKiB }) => rssKiB),
    descriptors: sum(({ descriptors }) => descriptors),
  };
}
