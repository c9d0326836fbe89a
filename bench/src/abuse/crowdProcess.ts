import { serveCalls } from '../process/serveCalls.ts';
import { Line } from './Line.ts';

const lines: Line[] = [];
const atOnce = 8;

const calls = {
  /** `count` members take a seat and do nothing. */
  enter: async ({ origin, roomId, count }: { origin: string; roomId: string; count: number }) => {
    for (let done = 0; done < count; done += atOnce) {
      const names = Array.from({ length: Math.min(atOnce, count - done) }, (_, index) => `Member ${done + index}`);
      lines.push(...(await Promise.all(names.map((name) => Line.enter({ origin, roomId, name })))));
    }
    return lines.length;
  },
  /** All members of this process stop reading. */
  stopReading: () => lines.forEach((line) => line.stopReading()),
  /** All members ask the same at once. @returns how many were answered well */
  askAll: async ({ name, input }: { name: string; input: unknown }) => {
    const answers = await Promise.all(lines.map((line) => line.ask(name, input)));
    return answers.filter(Boolean).length;
  },
  /** So many lines are cut at once. */
  cut: (count: number) => lines.splice(0, count).forEach((line) => line.close()),
  connected: () => lines.filter(({ isClosed }) => !isClosed).length,
};
export type CrowdCalls = typeof calls;

serveCalls(calls);
