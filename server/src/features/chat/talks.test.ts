import { describe, expect, it } from 'vitest';
import { abilitiesOfRole } from '@plenum/shared/features/abilities';
import { chatLimits } from '@plenum/shared/features/chat/limits';
import { chat } from '@plenum/shared/features/chat/contract';
import { idOf } from '../../../test/chats.ts';
import { type Client, roomId, World } from '../../../test/world.ts';

/** Everything that a client has got. */
function receivedBy(client: Client): string {
  return JSON.stringify([client.frames, client.states]);
}

async function people() {
  const world = await World.create();
  const host = await world.enter('Ana', 'host');
  const [ben, cleo] = [await world.enter('Ben'), await world.enter('Cleo')];
  return { world, host, ben, cleo };
}

const talk = 'ben.cleo';
const textsIn = (client: Client, channel = talk) =>
  client.state(chat).talks[channel]?.messages.map(({ text }) => text) ?? [];

describe('a talk of other members', () => {
  it('[CH7] is invisible: neither words, nor an id, nor that it exists', async () => {
    const { world, host, ben, cleo } = await people();
    const dora = await world.enter('Dora', 'moderator');
    const id = idOf(await ben.ask(chat, 'sendPrivate', { to: 'cleo', text: 'a secret' }));
    await cleo.ask(chat, 'sendPrivate', { to: 'ben', text: 'well kept', reply: id });
    await cleo.ask(chat, 'react', { channel: talk, id, emoji: '🤫', on: true });
    await ben.ask(chat, 'edit', { channel: talk, id, text: 'a secret indeed' });
    await ben.ask(chat, 'typing', { channel: talk });
    for (const end of [ben, cleo]) {
      expect(textsIn(end)).toEqual(['a secret indeed', 'well kept']);
      expect(end.state(chat).talks[talk]?.messages[0]?.reactions).toEqual({ '🤫': ['cleo'] });
    }
    const late = await world.enter('Eva', 'host');
    for (const other of [host, dora, late]) {
      await world.freshView(other);
      for (const trace of ['secret', 'well kept', id, talk]) expect(receivedBy(other)).not.toContain(trace);
    }
  });

  it('[CH7] reveals nothing to a member of any role who asks for it by its id', async () => {
    const { host, ben } = await people();
    const id = idOf(await ben.ask(chat, 'sendPrivate', { to: 'cleo', text: 'a secret' }));
    const place = { channel: talk, id };
    const nowhere = { channel: 'ben.nobody', id: 'unknown' };
    for (const [verb, more] of [
      ['edit', { text: 'forged' }],
      ['remove', {}],
      ['react', { emoji: '👍', on: true }],
    ] as const) {
      const reply = await host.askRaw(`chat:${verb}`, { ...place, ...more });
      expect(reply).toEqual(await host.askRaw(`chat:${verb}`, { ...nowhere, ...more }));
      expect(reply).toMatchObject({ code: 'notFound' });
    }
    expect(await host.ask(chat, 'older', { channel: talk, before: id })).toMatchObject({ value: { messages: [] } });
    expect(await host.ask(chat, 'pin', { id })).toMatchObject({ code: 'notFound' });
    expect(await host.ask(chat, 'send', { text: 'x', reply: id })).toMatchObject({ code: 'notFound' });
    // The caller's own channel with a message of another one.
    for (const channel of ['all', 'staff', 'ana.ben']) {
      expect(await host.ask(chat, 'remove', { channel, id })).toMatchObject({ code: 'notFound' });
    }
    expect(textsIn(ben)).toEqual(['a secret']);
  });
});

describe('a talk', () => {
  it('[CH8] is closed to a member without the right, but not with moderators', async () => {
    const { world, host, ben, cleo } = await people();
    await ben.ask(chat, 'sendPrivate', { to: 'cleo', text: 'before' });
    world.rights = ({ role }) =>
      abilitiesOfRole[role].filter((ability) => role === 'host' || ability !== 'chatPrivate');
    expect(await ben.ask(chat, 'sendPrivate', { to: 'cleo', text: 'still?' })).toMatchObject({ code: 'forbidden' });
    expect(await ben.ask(chat, 'typing', { channel: talk })).toMatchObject({ code: 'forbidden' });
    expect(await ben.ask(chat, 'sendPrivate', { to: 'ana', text: 'may I?' })).toMatchObject({ ok: true });
    // A moderator without the right can still answer.
    world.rights = () => [];
    expect(await host.ask(chat, 'sendPrivate', { to: 'ben', text: 'you may' })).toMatchObject({ ok: true });
    expect(textsIn(ben, 'ana.ben')).toEqual(['may I?', 'you may']);
    expect(textsIn(cleo)).toEqual(['before']);
  });

  it('[CH9] stays readable and takes no messages once one member has left, and ends when both have', async () => {
    const { world, ben, cleo } = await people();
    const id = idOf(await ben.ask(chat, 'sendPrivate', { to: 'cleo', text: 'hello' }));
    await cleo.askRaw('presence:leave', {});
    expect(textsIn(ben)).toEqual(['hello']);
    for (const [verb, input] of [
      ['sendPrivate', { to: 'cleo', text: 'gone?' }],
      ['edit', { channel: talk, id, text: 'changed behind your back' }],
      ['react', { channel: talk, id, emoji: '👍', on: true }],
    ] as const) {
      expect(await ben.askRaw(`chat:${verb}`, input), verb).toMatchObject({ code: 'notFound' });
    }
    await ben.askRaw('presence:leave', {});
    const dora = await world.enter('Dora', 'host');
    expect(world.log.logOf(roomId).some(({ event, to }) => event === 'talkEnded' && to?.length === 0)).toBe(true);
    expect(receivedBy(dora)).not.toContain('hello');
  });

  it('[CH18] keeps messages up to its bound, and no more', async () => {
    const { world, ben, cleo } = await people();
    for (let n = 1; n <= chatLimits.talkHistory * 1.2; n += 1) {
      world.clock.advance(1_000);
      await ben.ask(chat, 'sendPrivate', { to: 'cleo', text: `${n}` });
    }
    const kept = world.log.logOf(roomId).filter(({ event }) => event === 'trimmed');
    expect(kept).toHaveLength(1);
    expect(kept[0]?.to).toEqual(['ben', 'cleo']);
    expect(textsIn(cleo)).toHaveLength(chatLimits.window);
    const view = structuredClone(cleo.states);
    expect(await world.freshView(cleo)).toEqual(view);
  });
});

describe('the moderators’ channel', () => {
  const staffTexts = (client: Client) => client.state(chat).staff.map(({ text }) => text);

  it('[CH10] is seen by moderators only, from the time when they become moderators', async () => {
    const { world, host, ben } = await people();
    const id = idOf(await host.ask(chat, 'sendStaff', { text: 'before Dora' }));
    expect(await ben.ask(chat, 'sendStaff', { text: 'me too' })).toMatchObject({ code: 'forbidden' });
    const dora = await world.enter('Dora', 'moderator');
    const late = idOf(await host.ask(chat, 'sendStaff', { text: 'with Dora' }));
    await host.ask(chat, 'edit', { channel: 'staff', id, text: 'before Dora, edited' });
    expect(staffTexts(dora)).toEqual(['with Dora']);
    expect(staffTexts(host)).toEqual(['before Dora, edited', 'with Dora']);
    expect(await dora.ask(chat, 'older', { channel: 'staff', before: late })).toMatchObject({
      value: { messages: [] },
    });
    expect(await dora.ask(chat, 'remove', { channel: 'staff', id })).toMatchObject({ code: 'notFound' });
    expect(receivedBy(dora)).not.toContain('before Dora');
    for (const trace of ['Dora, edited', 'with Dora', id, late]) expect(receivedBy(ben)).not.toContain(trace);
    for (const client of [host, ben, dora]) {
      const view = structuredClone(client.states);
      expect(await world.freshView(client)).toEqual(view);
    }
  });

  it('[CH10] is open to a member who is promoted, and closed to a former moderator', async () => {
    const { world, host, ben } = await people();
    await host.ask(chat, 'sendStaff', { text: 'before' });
    await host.askRaw('moderation:promote', { member: 'ben', role: 'moderator' });
    await host.ask(chat, 'sendStaff', { text: 'welcome' });
    expect(await ben.ask(chat, 'sendStaff', { text: 'thanks' })).toMatchObject({ ok: true });
    expect(staffTexts(ben)).toEqual(['welcome', 'thanks']);
    world.clock.advance(5_000);
    await host.askRaw('moderation:promote', { member: 'ben', role: 'participant' });
    expect(ben.state(chat)).toMatchObject({ staff: [], staffers: {} });
    await host.ask(chat, 'sendStaff', { text: 'after' });
    expect(JSON.stringify(ben.frames)).not.toContain('after');
    expect(staffTexts(host)).toEqual(['before', 'welcome', 'thanks', 'after']);
    for (const client of [host, ben]) {
      const view = structuredClone(client.states);
      expect(await world.freshView(client)).toEqual(view);
    }
  });

  it('[CH10] is not sent to a participant who joins later', async () => {
    const { world, host } = await people();
    await host.ask(chat, 'sendStaff', { text: 'among us' });
    const late = await world.enter('Late');
    expect(late.state(chat)).toMatchObject({ staff: [], staffers: {} });
    expect(receivedBy(late)).not.toContain('among us');
  });
});
