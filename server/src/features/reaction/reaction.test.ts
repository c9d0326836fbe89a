import { expect, it } from 'vitest';
import { emojiIds, emojis, reaction } from '@plenum/shared/features/reaction/contract';
import { keepsTheLaw } from '../../../test/law.ts';
import { roomId, World } from '../../../test/world.ts';

keepsTheLaw(reaction, { react: { emoji: 'clap' } });

const isReaction = ({ name }: { readonly name: string }) => name === 'reaction:reacted';

it('[RE1] all members get a reaction, its sender included, with the id that the server knows', async () => {
  const world = await World.create();
  const [ana, ben] = [await world.enter('Ana'), await world.enter('Ben')];
  expect(await ana.ask(reaction, 'react', { emoji: 'party' })).toEqual({ ok: true, value: {} });
  for (const client of [ana, ben]) {
    expect(client.frames.filter(isReaction)).toEqual([
      { name: 'reaction:reacted', payload: { member: 'ana', emoji: 'party' } },
    ]);
  }
  expect(await ana.askRaw('reaction:react', { emoji: 'party', member: 'ben' })).toMatchObject({ code: 'invalid' });
});

it('[RE2] only ids of the closed list are accepted; other input is refused to its sender alone', async () => {
  const world = await World.create();
  const [ana, ben] = [await world.enter('Ana'), await world.enter('Ben')];
  const heard = ben.frames.length;
  const unknown = ['👍', 'thumbsup', '', '__proto__', 'constructor', 'a'.repeat(100_000), ['clap'], 7, null];
  for (const emoji of unknown) {
    world.clock.advance(10_000);
    expect(await ana.askRaw('reaction:react', { emoji })).toMatchObject({ ok: false, code: 'invalid' });
  }
  expect(ben.frames).toHaveLength(heard);
  for (const emoji of emojiIds) {
    world.clock.advance(10_000);
    expect(await ana.ask(reaction, 'react', { emoji })).toMatchObject({ ok: true });
    expect(emojis[emoji]).toMatch(/^\p{Emoji}/u);
  }
});

it('[RE3] a reaction is not in the log, and late joiners get none', async () => {
  const world = await World.create();
  const ana = await world.enter('Ana');
  const length = world.log.logOf(roomId).length;
  await ana.ask(reaction, 'react', { emoji: 'heart' });
  expect(world.log.logOf(roomId)).toHaveLength(length);
  const late = await world.enter('Late');
  expect(late.states['reaction']).toEqual({});
  expect(late.frames.filter(isReaction)).toEqual([]);
});

it('[RE4] a member who reacts too fast gets an error, and no member gets the excess', async () => {
  const world = await World.create();
  const [ana, ben] = [await world.enter('Ana'), await world.enter('Ben')];
  const replies = await Promise.all(Array.from({ length: 50 }, () => ana.ask(reaction, 'react', { emoji: 'joy' })));
  const { burst } = reaction.commands.react.limit;
  expect(replies.filter(({ ok }) => ok)).toHaveLength(burst);
  expect(replies.at(-1)).toMatchObject({ code: 'limited' });
  expect(ben.frames.filter(isReaction)).toHaveLength(burst);
});
