import { serveCalls } from '../process/serveCalls.ts';
import { Crowd, type Group } from './Crowd.ts';

const crowd = new Crowd();

const calls = {
  join: (group: Group) => crowd.join(group),
  start: (from: number) => crowd.start(from),
  heard: (expected: number) => crowd.heard(expected),
};
export type CrowdCalls = typeof calls;

serveCalls(calls);
