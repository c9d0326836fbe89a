import { expect, it } from 'vitest';
import { chatLimits } from '@plenum/shared/features/chat/limits';
import { chat } from '@plenum/shared/features/chat/contract';
import { World } from '../../../test/world.ts';

const texts = (messages: readonly { text: string }[]) => messages.map(({ text }) => text);

it('[CH1] a message reaches everyone, its sender included, with the name and id that the server knows', async () => {
  const world = await World.create();
  const [ana, ben] = [await world.enter('Ana'), await world.enter('Ben')];
  const reply = await ana.ask(chat, 'send', { text: 'Hello' });
  expect(reply).toMatchObject({ ok: true });
  for (const client of [ana, ben]) {
    expect(client.state(chat).messages).toMatchObject([{ from: 'ana', name: 'Ana', text: 'Hello' }]);
  }
});

it('[CH2] neither sender nor recipient can be forged', async () => {
  const world = await World.create();
  const [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
  const bad = [
    ['chat:send', { text: 'I am Ben', from: 'ben' }, 'invalid'],
    ['chat:send', { text: 'I am Ben', name: 'Ben' }, 'invalid'],
    ['chat:send', { text: 'hidden', to: ['ana'] }, 'invalid'],
    ['chat:send', { text: 'hidden', channel: 'staff' }, 'invalid'],
    ['chat:sendPrivate', { to: 'ben', from: 'cleo', text: 'x' }, 'invalid'],
    ['chat:sendPrivate', { to: ['ben', 'cleo'], text: 'x' }, 'invalid'],
    ['chat:sendPrivate', { to: 'nobody', text: 'x' }, 'notFound'],
    ['chat:sendPrivate', { to: 'ana', text: 'to myself' }, 'notFound'],
    ['chat:sendPrivate', { to: 'all', text: 'x' }, 'notFound'],
    ['chat:sendPrivate', { to: '__proto__', text: 'x' }, 'notFound'],
    ['chat:typing', { channel: 'ben.cleo' }, 'notFound'],
    ['chat:react', { channel: 'ben.cleo', id: 'id-1', emoji: '👍', on: true }, 'notFound'],
  ] as const;
  for (const [name, input, code] of bad) {
    world.clock.advance(2_000);
    expect(await ana.askRaw(name, input), name).toMatchObject({ code });
  }
  expect(ben.heard.filter((name) => name.startsWith('chat:'))).toEqual([]);
});

it('[CH3] everyone sees the same order', async () => {
  const world = await World.create();
  const clients = [await world.enter('Ana'), await world.enter('Ben'), await world.enter('Cleo')];
  await Promise.all(
    clients.flatMap((client) => [1, 2, 3].map((n) => client.ask(chat, 'send', { text: `${client.seat.name} ${n}` }))),
  );
  const [first, ...others] = clients.map((client) => texts(client.state(chat).messages));
  expect(first).toHaveLength(9);
  for (const other of others) expect(other).toEqual(first);
});

it('[CH4] a member who joins late reads the earlier messages', async () => {
  const world = await World.create();
  const ana = await world.enter('Ana');
  await ana.ask(chat, 'send', { text: 'early' });
  const late = await world.enter('Late');
  expect(texts(late.state(chat).messages)).toEqual(['early']);
});

it(`[CH5] ${chatLimits.textLength} characters are accepted, one more is not, nor are blanks only`, async () => {
  const world = await World.create();
  const ana = await world.enter('Ana');
  expect(await ana.ask(chat, 'send', { text: 'x'.repeat(chatLimits.textLength) })).toMatchObject({ ok: true });
  expect(await ana.ask(chat, 'send', { text: 'x'.repeat(chatLimits.textLength + 1) })).toMatchObject({
    code: 'invalid',
  });
  expect(await ana.ask(chat, 'send', { text: ' \n ' })).toMatchObject({ code: 'invalid' });
});

it('[CH6] a member who writes too fast gets an error, and nobody gets the rest', async () => {
  const world = await World.create();
  const [ana, ben] = [await world.enter('Ana'), await world.enter('Ben')];
  const replies = await Promise.all(Array.from({ length: 20 }, (_, n) => ana.ask(chat, 'send', { text: `${n}` })));
  const sent = replies.filter(({ ok }) => ok).length;
  expect(sent).toBe(chat.commands.send.limit.burst);
  expect(replies.slice(sent)).toEqual(replies.slice(sent).map(() => expect.objectContaining({ code: 'limited' })));
  expect(ben.state(chat).messages).toHaveLength(sent);
});
