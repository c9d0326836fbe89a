import { serveCalls } from '../process/serveCalls.ts';
import { BoardCrowd, type BoardGroup, type Work } from './BoardCrowd.ts';

const crowd = new BoardCrowd();

const calls = {
  join: (group: BoardGroup) => crowd.join(group),
  draw: (work: Work) => crowd.draw(work),
  heard: (_nothing: undefined) => crowd.heard(),
};
export type BoardCalls = typeof calls;

serveCalls(calls);
