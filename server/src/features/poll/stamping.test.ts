import { beforeEach, describe, expect, it } from 'vitest';
import { blindPaper } from '@plenum/shared/ballot/papers';
import { scheme, type Stamp } from '@plenum/shared/ballot/scheme';
import { AppError } from '@plenum/shared/core/errors';
import { poll } from '@plenum/shared/features/poll/contract';
import { bytesOf, digits, openPoll } from '../../../test/ballots.ts';
import { type Client, roomId, World } from '../../../test/world.ts';

let world: World;
let ana: Client;
let id: string;

beforeEach(async () => {
  world = await World.create();
  ana = await world.enter('Ana', 'host');
  id = await openPoll(ana, { secret: true });
});

const { blinded } = blindPaper(digits('serial'), bytesOf('blind'));
const ask = () => ana.ask(poll, 'paper', { poll: id, scheme, blinded });
const stampOf = (client: Client) => client.state(poll).backs[id]?.stamps?.['ana'];
const asked = () => world.log.logOf(roomId).filter(({ event }) => event === 'asked').length;

describe('Stamping', () => {
  it('[PO13] sends the stamp after the command, to the taker of the paper alone', async () => {
    const ben = await world.enter('Ben');
    expect(await ask()).toEqual({ ok: true, value: {} });
    await world.idle();
    expect(stampOf(ana)).toHaveProperty('proof');
    expect(ben.heard).not.toContain('poll:stamped');
    expect((await world.freshView(ana))['poll']).toEqual(ana.states['poll']);
  });

  it('[PO13] retries when stamping fails', async () => {
    const { stamp } = world;
    world.stamp = () => Promise.reject(new AppError('unavailable', 'not now'));
    await ask();
    await expect.poll(() => world.reports).toMatchObject([{ what: 'stamping a ballot paper' }]);
    expect(stampOf(ana)).toBeUndefined();
    world.stamp = stamp;
    world.clock.advance(1_000);
    await world.idle();
    expect(stampOf(ana)).toHaveProperty('proof');
  });

  it('[PO13] stamps after a restart a paper that was asked for before', async () => {
    const { stamp } = world;
    world.stamp = () => new Promise<Stamp>(() => undefined);
    await ask();
    world.stamp = stamp;
    await world.start();
    ana = await world.join(ana.seat);
    await world.idle();
    expect(stampOf(ana)).toHaveProperty('proof');
    expect(asked()).toBe(2);
    await world.start();
    ana = await world.join(ana.seat);
    expect([stampOf(ana) === undefined, asked()]).toEqual([false, 2]);
  });

  it('[PO7] sends no stamp when the poll closes before it is made', async () => {
    const { stamp } = world;
    const gate = Promise.withResolvers<void>();
    world.stamp = async (order) => {
      await gate.promise;
      return stamp(order);
    };
    await ask();
    await ana.ask(poll, 'close', { poll: id });
    gate.resolve();
    await world.idle();
    expect(ana.heard).not.toContain('poll:stamped');
    expect(world.reports).toEqual([]);
  });
});
