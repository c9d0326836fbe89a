import { serveCalls } from '../process/serveCalls.ts';
import type { Depth } from './BotHandler.ts';
import { type Arrival, Herd } from './Herd.ts';

const herd = new Herd();

const calls = {
  arrive: (arrival: Arrival) => herd.arrive(arrival),
  restart: () => herd.restart(),
  figures: (depth: Depth) => herd.figures(depth),
  cpuShare: () => herd.cpuShare(),
  failures: () => herd.failures,
  stages: () => ({ stages: herd.stages, ticketMs: herd.ticketMs }),
  listen: () => herd.listen(),
  heard: () => herd.heard,
  speak: ({ name, talks }: { readonly name: string; readonly talks: boolean }) => herd.speak(name, talks),
  places: (time: number) => herd.places(time),
  leave: () => herd.leave(),
};
export type HerdCalls = typeof calls;

serveCalls(calls);
