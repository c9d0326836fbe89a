import type { readMeeting } from '@plenum/shared/api/meeting/contract';
import type { OutputOf } from '@plenum/shared/core/endpoint';

type Stay = OutputOf<typeof readMeeting>['stays'][number];

/** All stays of one name and role in a meeting as one row. */
export interface Attended {
  readonly key: string;
  readonly name: string;
  readonly role: Stay['role'];
  /** When the first stay began. */
  readonly joinedAt: number;
  /** How long all stays lasted together; undefined while one goes on. */
  readonly stayedMs: number | undefined;
}

/** Who was in a meeting, who came first first. A stay after another one of the same name and role is the same person's. */
export function attendanceOf(stays: readonly Stay[]): readonly Attended[] {
  const people: Stay[][] = [];
  for (const stay of stays.toSorted((a, b) => a.joinedAt - b.joinedAt)) {
    const same = people.find((all) => follows(all.at(-1), stay));
    if (same) same.push(stay);
    else people.push([stay]);
  }
  return people.flatMap((all, index) => {
    const [first] = all;
    if (!first) return [];
    const isIn = all.some(({ leftAt }) => leftAt === undefined);
    const stayedMs = all.reduce((sum, { joinedAt, leftAt = joinedAt }) => sum + leftAt - joinedAt, 0);
    const { name, role, joinedAt } = first;
    return [{ key: String(index), name, role, joinedAt, stayedMs: isIn ? undefined : stayedMs }];
  });
}

function follows(before: Stay | undefined, { name, role, joinedAt }: Stay): boolean {
  return before?.name === name && before.role === role && before.leftAt !== undefined && before.leftAt <= joinedAt;
}
