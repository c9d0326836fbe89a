import { expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { breakout } from '../features/breakout/contract.ts';
import { chat } from '../features/chat/contract.ts';
import { fileNameOf } from '../features/chat/fileNames.ts';
import { lobby } from '../features/lobby/contract.ts';
import { moderation } from '../features/moderation/contract.ts';
import { poll } from '../features/poll/contract.ts';
import { presence } from '../features/presence/contract.ts';
import { slides } from '../features/slides/contract.ts';
import { DisplayName } from './text.ts';
import { CreateRoomInput, TicketInput } from '../api/room/contract.ts';

const invisible = ['\u3164', '\u115f', '\u1160', '\uffa0', '\u2800', '\u00ad', '\u200b', '\u2060 \u2060', '\u202e'];

const rooms = (name: string) => ({
  revision: 0,
  rooms: [
    { key: 'a', name },
    { key: 'b', name: 'B' },
  ],
  assigned: [],
  expected: [],
  options: { invite: 'ask', choice: 'free', late: 'stay' },
});
const setup = (question: string, option: string) => ({
  setup: { question, choice: { kind: 'custom', options: [option, 'No'] }, secret: false },
});

/** Every message with a name or with a text of one line. */
const messages: readonly (readonly [string, z.ZodMiniType, (name: string) => unknown])[] = [
  ['a room', CreateRoomInput, (title) => ({ title })],
  ['a person who enters', TicketInput, (name) => ({ name })],
  ['oneself', presence.commands.rename.input, (name) => ({ name })],
  ['another member', moderation.commands.rename.input, (name) => ({ member: 'ben', name })],
  ['a breakout room', breakout.commands.draft.input, rooms],
  ['an expected person', breakout.commands.draft.input, (name) => ({ ...rooms('A'), expected: [{ name, room: 'a' }] })],
  ['a plan', breakout.commands.save.input, (name) => ({ name })],
  ['a message to all rooms', breakout.commands.say.input, (text) => ({ text })],
  ['a question', poll.commands.open.input, (text) => setup(text, 'Yes')],
  ['an option', poll.commands.open.input, (text) => setup('Shall we?', text)],
  ['an option of a draft', poll.commands.draft.input, (text) => setup('Shall we?', text)],
  ['an answer', poll.commands.vote.input, (text) => ({ poll: 'p', answer: { text } })],
  ['a presentation', slides.commands.blank.input, (name) => ({ name })],
  ['words to all who wait', lobby.commands.tellAll.input, (words) => ({ words })],
  ['a chat message', chat.commands.send.input, (text) => ({ text })],
];

it.each(messages)('%s cannot be invisible', (_what, schema, message) => {
  expect(schema.safeParse(message('Ana')).success).toBe(true);
  for (const name of invisible) expect(schema.safeParse(message(name)).success, escape(name)).toBe(false);
});

it('a refused name gets the reason', () => {
  const words = (name: string) =>
    DisplayName.safeParse(name)
      .error?.issues.map(({ message }) => message)
      .join(' ');
  expect(words('\u3164')).toMatch(/cannot be shown/);
  expect(words('...')).toMatch(/needs a letter, a number, a symbol or an emoji/);
  expect(words('👩🏽\u200d🌾')).toBeUndefined();
});

it('a file with an invisible name gets a visible one', () => {
  expect(fileNameOf('\u3164\u2800.pdf')).toBe('pdf');
  expect(fileNameOf('\u2800\u3164')).toBe('file');
  expect(fileNameOf('...')).toBe('file');
  expect(fileNameOf('min\u00adutes\u115f.pdf')).toBe('minutes.pdf');
  expect(fileNameOf('葛\u{e0100}城.pdf')).toBe('葛\u{e0100}城.pdf');
});

it('a text of an old log can still be read', () => {
  const old = '\u3164';
  const { rooms: planned, options } = rooms(old);
  const plan = { name: old, rooms: planned, expected: [{ name: old, room: 'a' }], options };
  expect(breakout.events.saved.payload.safeParse(plan).success).toBe(true);
  expect(breakout.events.drafted.payload.safeParse({ ...plan, assigned: {}, revision: 1 }).success).toBe(true);
  expect(breakout.commands.forget.input.safeParse({ name: old }).success).toBe(true);
  const draft = { id: 'd', setup: setup(old, old).setup };
  expect(poll.state.shape.drafts.safeParse([draft]).success).toBe(true);
  expect(presence.events.joined.payload.safeParse({ id: 'ben', name: old, role: 'guest' }).success).toBe(true);
});
