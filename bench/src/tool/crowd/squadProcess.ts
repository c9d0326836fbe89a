import { serveCalls } from '../../process/serveCalls.ts';
import { type Move, type Orders, Squad } from './Squad.ts';

const squad = new Squad();

const calls = {
  start: (orders: Orders) => squad.start(orders),
  moves: (move: Move) => squad.moves(move),
  sample: () => squad.sample(),
  hush: () => squad.hush(),
  end: () => squad.end(),
};
export type SquadCalls = typeof calls;

serveCalls(calls);
