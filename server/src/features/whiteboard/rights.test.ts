import { expect, it } from 'vitest';
import { reduceWhiteboard } from '@plenum/shared/features/whiteboard/reduce';
import type { MemberView } from '../../room/serve.ts';
import { type CallerBoard, audienceOf, watchersOf } from './rights.ts';

const ben: MemberView = { id: 'ben', name: 'Ben', role: 'participant', abilities: [] };

/** A context that counts the reads of the list of members. */
function contextWith(part: Partial<CallerBoard['state']>, member: MemberView = ben) {
  const read = { members: 0 };
  const context: Pick<CallerBoard, 'state' | 'member' | 'members'> = {
    state: { ...reduceWhiteboard.initial, ...part },
    member,
    get members() {
      read.members += 1;
      return [ben, { ...ben, id: 'ana' }, { ...ben, id: 'cleo' }];
    },
  };
  return { context: Object.assign(Object.create(context) as CallerBoard, {}), read };
}

it('does not read the members when all may see a pointer or a drawing', () => {
  const { context, read } = contextWith({});
  expect([watchersOf(context), audienceOf(context, { by: 'ben' })]).toEqual([undefined, undefined]);
  const presenter: MemberView = { ...ben, abilities: ['slideShow'] };
  const leading = contextWith({ shaded: ['cleo'], veiled: ['cleo'] }, presenter);
  expect([watchersOf(leading.context), audienceOf(leading.context, { by: 'ben', led: true })]).toEqual([
    undefined,
    undefined,
  ]);
  expect([read.members, leading.read.members]).toEqual([0, 0]);
});

it('leaves out the members from whom it is hidden, never its author', () => {
  const { context, read } = contextWith({ shaded: ['ben', 'cleo'], veiled: ['ben', 'cleo'] });
  expect(watchersOf(context)?.toSorted()).toEqual(['ana', 'ben']);
  expect(audienceOf(context, { by: 'ben' })?.toSorted()).toEqual(['ana', 'ben']);
  expect(read.members).toBe(2);
});
