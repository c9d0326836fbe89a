import * as z from 'zod/mini';
import { expect, it } from 'vitest';
import { conceal, membersIn } from './conceal.ts';
import { MemberId, MessageId, NameOfMember, ShownMemberId } from './ids.ts';

const Deed = z.object({ member: MemberId, name: NameOfMember, what: z.string(), at: z.object({ name: NameOfMember }) });
const Schema = z.object({
  by: z.optional(MemberId),
  writer: ShownMemberId,
  message: MessageId,
  list: z.array(MemberId),
  names: z.record(MemberId, NameOfMember),
  votes: z.record(MemberId, z.object({ name: NameOfMember, answer: z.number() })),
  deeds: z.nullable(z.array(Deed)),
  either: z.union([
    z.object({ kind: z.literal('one'), of: MemberId }),
    z.object({ kind: z.literal('two'), n: z.number() }),
  ]),
});
const value: z.infer<typeof Schema> = {
  by: 'ana',
  writer: 'cleo',
  message: 'cleo',
  list: ['ana', 'cleo'],
  names: { ana: 'Ana', cleo: 'Cleo' },
  votes: { ana: { name: 'Ana', answer: 1 }, cleo: { name: 'Cleo', answer: 2 } },
  deeds: [{ member: 'cleo', name: 'Cleo', what: 'Cleo', at: { name: 'Cleo' } }],
  either: { kind: 'one', of: 'cleo' },
};
const hide = (id: string) => (id === 'cleo' ? 'x1' : undefined);

it('gives hidden members another id and no name, wherever the schema has one, and leaves all else', () => {
  expect(conceal(Schema, value, hide)).toEqual({
    by: 'ana',
    writer: 'cleo',
    message: 'cleo',
    list: ['ana', 'x1'],
    names: { ana: 'Ana', x1: '' },
    votes: { ana: { name: 'Ana', answer: 1 }, x1: { name: '', answer: 2 } },
    deeds: [{ member: 'x1', name: '', what: 'Cleo', at: { name: '' } }],
    either: { kind: 'one', of: 'x1' },
  });
  expect(value.deeds?.[0]?.name).toBe('Cleo');
});

it('answers with the same object when nobody in it is hidden', () => {
  expect(conceal(Schema, value, () => undefined)).toBe(value);
});

it('finds every member that a value names', () => {
  expect([...membersIn(Schema, value)].sort()).toEqual(['ana', 'cleo']);
});
