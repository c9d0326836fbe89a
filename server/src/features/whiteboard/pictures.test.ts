import { beforeEach, describe, expect, it } from 'vitest';
import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import { presence } from '@plenum/shared/features/presence/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import type { DrawnShape } from '@plenum/shared/features/whiteboard/shapes';
import { addPages, bringPicture, drawnOn, page, picture, removePages } from '../../../test/boards.ts';
import { type Client, roomId, World } from '../../../test/world.ts';

const [roof, sun] = ['r'.repeat(32), 's'.repeat(32)];

let world: World;
let ana: Client;
let ben: Client;

beforeEach(async () => {
  world = await World.create();
  [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
  await addPages(world);
});

const put = (client: Client, ...shapes: DrawnShape[]) => client.ask(whiteboard, 'put', { page, shapes });
const nobodyDraws = () => ana.ask(whiteboard, 'allow', { who: 'nobody', chosen: [], others: true });

/** The files that the log has released. */
function released(): readonly string[] {
  const entries = world.log
    .logOf(roomId)
    .filter(({ feature, event }) => `${feature}:${event}` === 'whiteboard:released');
  return entries.flatMap(({ payload }) => whiteboard.events.released.payload.parse(payload).files);
}

describe('a picture on the board', () => {
  it('[WB20] is an upload of this room, and reaches all members with its description', async () => {
    await bringPicture(world, 'ben', roof);
    const shape = picture(roof, { alt: 'Our roof' });
    expect(await put(ben, shape)).toMatchObject({ ok: true });
    await ana.ask(whiteboard, 'change', {
      page,
      changes: [{ id: shape.id, set: { alt: 'The roof, seen from the yard' } }],
    });
    const late = await world.enter('Late');
    for (const client of [ana, ben, late]) {
      expect(drawnOn(client)).toMatchObject([
        { kind: 'image', file: roof, alt: 'The roof, seen from the yard', by: 'ben' },
      ]);
      expect(client.state(whiteboard).pictures).toEqual({});
      expect(client.heard).not.toContain('whiteboard:brought');
    }
    expect(await put(ana, picture(roof))).toMatchObject({ ok: true });
  });

  it('[WB20] of another room, or that does not exist, is refused with the whole command', async () => {
    await bringPicture(world, 'ben', roof);
    expect(await put(ben, picture(roof), picture(sun))).toMatchObject({ code: 'notFound' });
    expect(await ben.askRaw('whiteboard:put', { page, shapes: [picture('../../secret')] })).toMatchObject({
      code: 'invalid',
    });
    expect(drawnOn(ana)).toEqual([]);
    const shape = picture(roof);
    await put(ben, shape);
    const swap = { page, changes: [{ id: shape.id, set: { file: sun } }] };
    expect(await ben.askRaw('whiteboard:change', swap)).toMatchObject({ code: 'invalid' });
    const long = { page, changes: [{ id: shape.id, set: { alt: 'x'.repeat(whiteboardLimits.altLength + 1) } }] };
    expect(await ben.askRaw('whiteboard:change', long)).toMatchObject({ code: 'invalid' });
  });

  it('[WB20] is refused from a member who may no longer draw, or has left', async () => {
    await nobodyDraws();
    await expect(bringPicture(world, 'ben', roof)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(bringPicture(world, 'zoe', roof)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await put(ana, picture(roof))).toMatchObject({ code: 'forbidden' });
  });

  it('[WB20] is refused beyond the bound of a room', async () => {
    const file = (n: number) => String(n).padStart(32, 'p');
    for (let n = 0; n < whiteboardLimits.pictures; n += 1) await bringPicture(world, 'ben', file(n));
    await expect(bringPicture(world, 'ben', roof)).rejects.toMatchObject({ code: 'full' });
    await put(ben, picture(file(0)));
    await ben.ask(whiteboard, 'clearMine', { page });
    await bringPicture(world, 'ben', roof);
  });
});

describe('the file of a picture', () => {
  it('[WB20] stays while a shape with it is on the page or can be restored, and goes when the page is cleared', async () => {
    await bringPicture(world, 'ben', roof);
    await bringPicture(world, 'ana', sun);
    const [shape, copy] = [picture(roof), picture(roof)];
    await put(ben, shape, copy);
    await ben.ask(whiteboard, 'remove', { page, ids: [shape.id] });
    await ben.ask(whiteboard, 'clearMine', { page });
    expect(released()).toEqual([]);
    expect(await ben.ask(whiteboard, 'restore', { page, ids: [shape.id] })).toMatchObject({ ok: true });
    await ana.ask(whiteboard, 'clear', { page });
    // Ana's picture that is not placed yet stays.
    expect(released()).toEqual([roof]);
    expect(await put(ben, picture(roof))).toMatchObject({ code: 'notFound' });
    expect(await put(ana, picture(sun))).toMatchObject({ ok: true });
  });

  it('[WB20] goes with the last page that shows it', async () => {
    await bringPicture(world, 'ben', roof);
    await put(ben, picture(roof));
    await removePages(ana);
    expect(released()).toEqual([roof]);
  });

  it('[WB20] goes with the member who never placed it', async () => {
    await bringPicture(world, 'ben', roof);
    await bringPicture(world, 'ben', sun);
    await put(ben, picture(sun));
    await ben.ask(presence, 'leave', {});
    expect(released()).toEqual([roof]);
    expect(drawnOn(ana)).toHaveLength(1);
  });

  it('[WB19] is known after a restart', async () => {
    await bringPicture(world, 'ben', roof);
    await world.start();
    const back = await world.join(ben.seat);
    expect(await put(back, picture(roof))).toMatchObject({ ok: true });
  });
});
