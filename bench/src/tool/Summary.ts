import type { Quantiles } from './histogram.ts';

/** What the browsers saw and heard, over the whole test. */
export interface BrowserSummary {
  readonly browsers: number;
  readonly framesPerSecond: number;
  /** Seconds in which a picture stood still, of all browsers. */
  readonly frozenSeconds: number;
  readonly freezes: number;
  /** The share of sound that the browser made up. */
  readonly concealed: number;
  /** From drawing at one browser to seeing at another, in ms, and how much the sound is ahead of it. */
  readonly pictureDelayMs?: number;
  readonly lipsMs?: number;
  /** From the click on the button to the meeting, in ms. */
  readonly enterMs?: number;
}

/** The server's own figures: first and last, and how memory grew. */
export interface ServerSummary {
  readonly memoryMiB?: readonly [number, number];
  readonly memoryPercentPerHour?: number;
  readonly descriptors?: readonly [number, number];
  readonly timers?: readonly [number, number];
  readonly streams?: readonly [number, number];
  readonly loopP99Ms?: number;
  readonly cpuShare?: number;
}

/** The whole test in figures. Shares from 0 to 1, times in ms. */
export interface Summary {
  readonly people: number;
  /** The most who were in the meeting at once. */
  readonly peak: number;
  /** Of those who were to come: the share who had sound and pictures at the peak. */
  readonly connected: number;
  readonly failed: number;
  readonly drops: number;
  readonly loss: number;
  readonly soundLoss: number;
  readonly packets: number;
  readonly packetsPerSecond: number;
  readonly soundDelayMs?: Quantiles;
  readonly welcomeMs?: Quantiles;
  readonly joinMs?: Quantiles;
  readonly chatMs?: Quantiles;
  readonly chatSaid: number;
  readonly chatMissing: number;
  readonly chatDoubles: number;
  readonly boardMs?: Quantiles;
  readonly strokes: number;
  readonly votes: number;
  readonly voteMs?: Quantiles;
  readonly moveMs?: Quantiles;
  readonly browser?: BrowserSummary;
  readonly server?: ServerSummary;
  /** The busiest process of bots, as a share of a core. */
  readonly generatorCpu: number;
  /** The busy share of all cores of the machine that makes the load. */
  readonly machineBusy: number;
  /** Seconds in which the server held pictures back. */
  readonly heldSeconds: number;
}
