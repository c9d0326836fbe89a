import { describe, expect, it } from 'vitest';
import { abilitiesOfRole } from '@plenum/shared/features/abilities';
import { chatLimits } from '@plenum/shared/features/chat/limits';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { chat } from '@plenum/shared/features/chat/contract';
import { bring, idOf } from '../../../test/chats.ts';
import { type Client, roomId, World } from '../../../test/world.ts';

async function people() {
  const world = await World.create();
  const [host, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
  const cleo = await world.join({ id: 'cleo', name: 'Cleo Núñez', role: 'participant' });
  return { world, host, ben, cleo };
}

const say = async (client: Client, text: string) => idOf(await client.ask(chat, 'send', { text }));
const messages = (client: Client) => client.state(chat).messages;
const released = (world: World) =>
  world.log.logOf(roomId).flatMap(({ event, payload }) => (event === 'released' ? [payload] : []));

describe('editing and deleting', () => {
  it('[CH11] members edit their own messages only, and only while they may write; the message says so', async () => {
    const { world, host, ben } = await people();
    const id = await say(ben, 'helo');
    const place = { channel: 'all', id };
    expect(await host.ask(chat, 'edit', { ...place, text: 'forged' })).toMatchObject({ code: 'forbidden' });
    world.clock.advance(5_000);
    expect(await ben.ask(chat, 'edit', { ...place, text: 'hello' })).toMatchObject({ ok: true });
    expect(messages(host)).toMatchObject([{ text: 'hello', editedAt: world.clock.now() }]);
    world.rights = () => [];
    expect(await ben.ask(chat, 'edit', { ...place, text: 'locked' })).toMatchObject({ code: 'forbidden' });
    expect(messages(host)[0]?.text).toBe('hello');
  });

  it('[CH12] a deleted message leaves a stub that says who deleted it, and nothing else anywhere', async () => {
    const { world, host, ben, cleo } = await people();
    const file = 'a'.repeat(32);
    await bring(world, 'ben', file);
    const id = idOf(await ben.ask(chat, 'send', { text: 'regrettable', files: [file] }));
    await cleo.ask(chat, 'send', { text: 'what?', reply: id });
    await cleo.ask(chat, 'react', { channel: 'all', id, emoji: '😮', on: true });
    await host.ask(chat, 'pin', { id });
    expect(await cleo.ask(chat, 'remove', { channel: 'all', id })).toMatchObject({ code: 'forbidden' });
    expect(await host.ask(chat, 'remove', { channel: 'all', id })).toMatchObject({ ok: true });
    for (const client of [host, ben, cleo, await world.enter('Late')]) {
      const [stub, reply] = messages(client);
      expect(stub).toEqual({
        id,
        from: 'ben',
        name: 'Ben',
        text: '',
        at: stub?.at,
        deleted: { by: 'ana', name: 'Ana' },
      });
      expect(reply?.reply).toEqual({ id, from: 'ben', name: 'Ben', text: '' });
      expect(client.state(chat).pins).toEqual([]);
      expect(JSON.stringify(client.states)).not.toContain('regrettable');
    }
    expect(released(world)).toEqual([{ files: [file] }]);
  });

  it('[CH12] members delete their own messages, once; moderators delete none in talks of others', async () => {
    const { host, ben } = await people();
    const place = { channel: 'all', id: await say(ben, 'mine') };
    expect(await ben.ask(chat, 'remove', place)).toMatchObject({ ok: true });
    for (const verb of ['remove', 'edit', 'react'] as const) {
      const more = verb === 'edit' ? { text: 'x' } : verb === 'react' ? { emoji: '👍', on: true } : {};
      expect(await ben.askRaw(`chat:${verb}`, { ...place, ...more })).toMatchObject({ code: 'notFound' });
    }
    const id = idOf(await ben.ask(chat, 'sendPrivate', { to: 'ana', text: 'to you' }));
    expect(await host.ask(chat, 'remove', { channel: 'ana.ben', id })).toMatchObject({ code: 'forbidden' });
  });
});

describe('replies and reactions', () => {
  it('[CH13] a reply has a short quote from the server', async () => {
    const { ben, cleo } = await people();
    const id = await say(ben, `one\ntwo ${'long '.repeat(100)}`);
    await cleo.ask(chat, 'send', { text: 'indeed', reply: id });
    const quote = messages(ben)[1]?.reply;
    expect(quote).toMatchObject({ id, from: 'ben', name: 'Ben' });
    expect(quote?.text).toMatch(/^one two long/);
    expect(quote?.text).toHaveLength(chatLimits.quoteLength);
    expect(await ben.ask(chat, 'send', { text: 'x', reply: 'unknown' })).toMatchObject({ code: 'notFound' });
    expect(await ben.askRaw('chat:send', { text: 'x', reply: { id, text: 'forged' } })).toMatchObject({
      code: 'invalid',
    });
  });

  it('[CH14] a reaction is one emoji, counted once a person, in a bounded number of kinds', async () => {
    const { world, ben, cleo } = await people();
    const place = { channel: 'all', id: await say(ben, 'good news') };
    const react = (client: Client, emoji: string, on = true) => client.ask(chat, 'react', { ...place, emoji, on });
    await react(ben, '🎉');
    await react(cleo, '🎉');
    await react(cleo, '🎉');
    expect(messages(ben)[0]?.reactions).toEqual({ '🎉': ['ben', 'cleo'] });
    await react(ben, '🎉', false);
    await react(ben, '🎉', false);
    expect(messages(cleo)[0]?.reactions).toEqual({ '🎉': ['cleo'] });
    await react(cleo, '🎉', false);
    expect(messages(cleo)[0]).not.toHaveProperty('reactions');
    for (const bad of ['', 'party', ':tada:', '🎉🎉', '🎉x', '__proto__', '<b>', '1']) {
      world.clock.advance(2_000);
      expect(await react(ben, bad), bad).toMatchObject({ code: 'invalid' });
    }
    const kinds = '😀 😁 😂 😃 😄 😅 😆 😇 😈 😉 😊 😋 😌'.split(' ');
    for (const [index, emoji] of kinds.entries()) {
      world.clock.advance(1_000);
      const expected = index < chatLimits.reactionKinds ? { ok: true } : { code: 'conflict' };
      expect(await react(ben, emoji)).toMatchObject(expected);
    }
    expect(await react(cleo, '😀')).toMatchObject({ ok: true });
  });
});

describe('pinning and clearing', () => {
  it('[CH15] moderators pin up to five messages', async () => {
    const { world, host, ben } = await people();
    const ids: string[] = [];
    for (let n = 0; n <= chatLimits.pins; n += 1) {
      world.clock.advance(2_000);
      ids.push(await say(ben, `message ${n}`));
    }
    for (const [index, id] of ids.entries()) {
      world.clock.advance(2_000);
      const expected = index < chatLimits.pins ? { ok: true } : { code: 'conflict' };
      expect(await host.ask(chat, 'pin', { id })).toMatchObject(expected);
    }
    world.clock.advance(5_000);
    await host.ask(chat, 'unpin', { id: ids[0] ?? '' });
    await ben.ask(chat, 'edit', { channel: 'all', id: ids[1] ?? '', text: 'mended' });
    expect(ben.state(chat).pins).toHaveLength(chatLimits.pins - 1);
    expect(ben.state(chat).pins[0]).toMatchObject({ id: ids[1], name: 'Ben', by: 'Ana', text: 'mended' });
  });

  it('[CH15] moderators clear everybody’s conversation, and a notice says so', async () => {
    const { world, host, ben } = await people();
    const file = 'a'.repeat(32);
    await bring(world, 'ben', file);
    const id = idOf(await ben.ask(chat, 'send', { text: 'one', files: [file] }));
    await host.ask(chat, 'pin', { id });
    await host.ask(chat, 'sendPrivate', { to: 'ben', text: 'stays' });
    expect(await host.ask(chat, 'clear', {})).toMatchObject({ ok: true });
    for (const client of [host, ben, await world.enter('Late')]) {
      expect(messages(client)).toMatchObject([{ from: 'ana', name: 'Ana', notice: 'cleared', text: '' }]);
      expect(client.state(chat).pins).toEqual([]);
    }
    expect(ben.state(chat).talks['ana.ben']?.messages).toHaveLength(1);
    expect(released(world)).toEqual([{ files: [file] }]);
    const [notice] = messages(ben);
    expect(await host.ask(chat, 'remove', { channel: 'all', id: notice?.id ?? '' })).toMatchObject({
      code: 'notFound',
    });
  });
});

describe('mentions, typing and older messages', () => {
  it('[CH16] the server finds the mentions, only of people in the conversation', async () => {
    const { host, ben, cleo } = await people();
    await ben.ask(chat, 'send', { text: 'Thanks @Cleo Núñez, and @Ana! Not @Benjamin, nor a@Ana' });
    expect(messages(host)[0]?.mentions).toEqual([
      { id: 'ana', name: 'Ana' },
      { id: 'cleo', name: 'Cleo Núñez' },
    ]);
    await cleo.ask(chat, 'sendPrivate', { to: 'ana', text: '@Ben will not hear of it, @Ana' });
    const talk = Object.values(host.state(chat).talks)[0];
    expect(talk?.messages[0]?.mentions).toEqual([{ id: 'ana', name: 'Ana' }]);
    await ben.ask(chat, 'edit', { channel: 'all', id: messages(ben)[0]?.id ?? '', text: 'Thanks all' });
    expect(messages(host)[0]).not.toHaveProperty('mentions');
  });

  it('[CH16] a member who may not see people mentions moderators only', async () => {
    const { host, ben } = await people();
    await host.ask(moderation, 'lock', { locks: { seePeople: true } });
    await ben.ask(chat, 'send', { text: '@Ana and @Cleo Núñez' });
    expect(messages(host)[0]?.mentions).toEqual([{ id: 'ana', name: 'Ana' }]);
  });

  it('[CH17] typing is sent to the conversation only and kept nowhere', async () => {
    const { world, host, ben, cleo } = await people();
    const length = world.log.logOf(roomId).length;
    await ben.ask(chat, 'typing', { channel: 'ana.ben' });
    await ben.ask(chat, 'typing', { channel: 'all' });
    const typing = (client: Client) =>
      client.frames.flatMap(({ name, payload }) => (name === 'chat:typing' ? [payload] : []));
    expect(typing(host)).toHaveLength(2);
    expect(typing(cleo)).toEqual([{ channel: 'all', member: 'ben' }]);
    expect(world.log.logOf(roomId)).toHaveLength(length);
    world.rights = ({ role }) => (role === 'host' ? abilitiesOfRole.host : []);
    expect(await ben.ask(chat, 'typing', { channel: 'all' })).toMatchObject({ code: 'forbidden' });
  });

  it('[CH18] each member holds the newest messages and asks for older ones page by page', async () => {
    const { world, ben } = await people();
    const total = chatLimits.window * 2 + 30;
    for (let n = 1; n <= total; n += 1) {
      world.clock.advance(1_000);
      await say(ben, `${n}`);
    }
    const late = await world.enter('Late');
    expect(messages(late)).toEqual(messages(ben));
    expect(messages(late)).toHaveLength(chatLimits.window);
    const read: string[] = messages(late).map(({ text }) => text);
    let before = messages(late)[0]?.id ?? '';
    for (let more = true; more; ) {
      const reply = await late.ask(chat, 'older', { channel: 'all', before });
      if (!reply.ok) throw new Error(reply.code);
      const page = chat.commands.older.output.parse(reply.value);
      read.unshift(...page.messages.map(({ text }) => text));
      before = page.messages[0]?.id ?? '';
      more = page.more;
    }
    expect(read).toEqual(Array.from({ length: total }, (_, n) => String(n + 1)));
    // A message outside the window can still be deleted by its sender.
    const old = world.log.logOf(roomId).find(({ event }) => event === 'sent');
    const { id } = chat.events.sent.payload.parse(old?.payload);
    expect(await ben.ask(chat, 'remove', { channel: 'all', id })).toMatchObject({ ok: true });
    const view = structuredClone(late.states);
    expect(await world.freshView(late)).toEqual(view);
  });
});

describe('the text of others', () => {
  it.each([
    ['markup', '<img src=x onerror=alert(1)> [x](javascript:alert(1))'],
    ['direction marks', 'abc \u202egnp.exe\u202c'],
    ['a name that turns around', '@\u2067Ana\u2069'],
  ])('passes %s on unchanged: the client shows it safely', async (_title, text) => {
    const { host, ben } = await people();
    await say(ben, text);
    expect(messages(host)[0]?.text).toBe(text);
  });

  it('loses control characters, which office programs and terminals leave behind', async () => {
    const { host, ben } = await people();
    await say(ben, 'a\u0000b\u001b[31m\u000bc\u200b');
    expect(messages(host)[0]?.text).toBe('ab[31m\nc');
  });

  it('refuses stacked accents and half characters', async () => {
    const { ben } = await people();
    for (const text of [`a${'\u0301'.repeat(50)}`, '\ud800']) {
      expect(await ben.ask(chat, 'send', { text })).toMatchObject({ code: 'invalid' });
    }
  });
});

describe('files', () => {
  it('[CH19] are sent once, by the member who uploaded them, and by nobody else', async () => {
    const { world, host, ben, cleo } = await people();
    const file = 'b'.repeat(32);
    await bring(world, 'ben', file);
    expect(JSON.stringify([cleo.frames, cleo.states])).not.toContain(file);
    expect(await cleo.ask(chat, 'send', { text: 'mine', files: [file] })).toMatchObject({ code: 'notFound' });
    expect(await ben.ask(chat, 'send', { files: ['c'.repeat(32)] })).toMatchObject({ code: 'notFound' });
    expect(await ben.askRaw('chat:send', { files: [{ id: file, name: 'x' }] })).toMatchObject({ code: 'invalid' });
    expect(await ben.ask(chat, 'send', {})).toMatchObject({ code: 'invalid' });
    expect(await ben.ask(chat, 'send', { files: [file, file] })).toMatchObject({ ok: true });
    expect(messages(host)[0]?.files).toEqual([{ id: file, name: 'minutes.txt', bytes: 9 }]);
    expect(await ben.ask(chat, 'send', { files: [file] })).toMatchObject({ code: 'notFound' });
    expect(ben.state(chat).uploads).toEqual({});
    await bring(world, 'ben', 'd'.repeat(32));
    world.clock.advance(5_000);
    world.rights = ({ role }) => abilitiesOfRole[role].filter((ability) => ability !== 'chatAttach');
    expect(await ben.ask(chat, 'send', { files: ['d'.repeat(32)] })).toMatchObject({ code: 'forbidden' });
  });

  it('[CH20] are removed when nobody will send them any more', async () => {
    const { world, host, ben } = await people();
    const [first, second] = ['1'.repeat(32), '2'.repeat(32)];
    await bring(world, 'ben', first);
    await bring(world, 'ben', second);
    await ben.ask(chat, 'discard', { file: first });
    expect(released(world)).toEqual([{ files: [first] }]);
    expect(await ben.ask(chat, 'discard', { file: first })).toMatchObject({ code: 'notFound' });
    expect(await host.ask(chat, 'discard', { file: second })).toMatchObject({ code: 'notFound' });
    await ben.askRaw('presence:leave', {});
    expect(released(world)).toEqual([{ files: [first] }, { files: [second] }]);
    await bring(world, 'ben', '3'.repeat(32));
    expect(released(world)).toHaveLength(3);
  });

  it('[CH20] are dropped, oldest first, when a member uploads many and sends none', async () => {
    const { world, ben } = await people();
    for (let n = 0; n < chatLimits.filesWaiting + 2; n += 1)
      await bring(world, 'ben', String.fromCharCode(97 + n).repeat(32));
    expect(ben.state(chat).uploads['ben']).toHaveLength(chatLimits.filesWaiting);
    expect(released(world)).toHaveLength(2);
  });

  it('[CH20] are erased with their room', async () => {
    const { world } = await people();
    for (const client of ['ana', 'ben', 'cleo'])
      await (await world.room()).dispatch(client, 'presence:leave', {}, client);
    await expect.poll(() => world.log.occupiedRooms()).toEqual([]);
    world.clock.advance(3_600_000 + 120_000);
    await expect.poll(() => world.log.findRoom(roomId)).toBeUndefined();
    expect(world.erased).toContain(roomId);
    expect(world.reports).toEqual([]);
  });
});
