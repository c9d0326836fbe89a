import { expect, it } from 'vitest';
import { perSession } from './perSession.ts';

it('makes one value for each session and keeps it', () => {
  const made: object[] = [];
  const deskOf = perSession((session: object) => {
    made.push(session);
    return { session };
  });
  const [first, second] = [{}, {}];
  expect(deskOf(first)).toBe(deskOf(first));
  expect(deskOf(second)).not.toBe(deskOf(first));
  expect(made).toEqual([first, second]);
});
