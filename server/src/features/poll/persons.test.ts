import { beforeEach, describe, expect, it } from 'vitest';
import { poll } from '@plenum/shared/features/poll/contract';
import { castBallot, openPoll, takePaper } from '../../../test/ballots.ts';
import { type Client, roomId, World } from '../../../test/world.ts';

const yes = { picks: [0] };
const no = { picks: [1] };

let world: World;
let chair: Client;
/** Ana has two windows of one browser, Ben one of another. */
let first: Client;
let second: Client;
let other: Client;

function sit(id: string, person?: string): Promise<Client> {
  return world.join({ id, name: id, role: 'participant', ...(person !== undefined && { person }) });
}

beforeEach(async () => {
  world = await World.create();
  chair = await world.enter('Chair', 'host');
  [first, second, other] = [
    await sit('first', 'browser-one'),
    await sit('second', 'browser-one'),
    await sit('other', 'browser-two'),
  ];
});

const find = (client: Client, id: string) => client.state(poll).polls.find((one) => one.id === id);
const votesOf = (id: string) => Object.keys(chair.state(poll).backs[id]?.votes ?? {});

async function expectViewsAgree(): Promise<void> {
  await world.idle();
  for (const client of [chair, first, second, other]) {
    const believed = structuredClone(client.states['poll']);
    expect((await world.freshView(client))['poll']).toEqual(believed);
  }
}

describe('one browser in two windows', () => {
  it('[PO5] has one vote in a named poll, which the window that changes it takes over', async () => {
    const id = await openPoll(chair, { changeable: true });
    expect(await first.ask(poll, 'vote', { poll: id, answer: yes })).toMatchObject({ ok: true });
    expect(await second.ask(poll, 'vote', { poll: id, answer: no })).toMatchObject({ ok: true });
    expect(find(chair, id)?.voted).toBe(1);
    expect(votesOf(id)).toEqual(['second']);
    expect(first.state(poll).backs[id]?.votes).toEqual({});
    expect(second.state(poll).backs[id]?.votes['second']?.answer).toEqual(no);
    expect(await first.ask(poll, 'vote', { poll: id, answer: yes })).toMatchObject({ ok: true });
    expect(await other.ask(poll, 'vote', { poll: id, answer: no })).toMatchObject({ ok: true });
    await chair.ask(poll, 'close', { poll: id });
    expect(chair.state(poll).backs[id]?.result).toMatchObject({ ballots: 2, tally: [1, 1] });
    await expectViewsAgree();
  });

  it('[PO5] gets an error that names the other window when the vote cannot be changed', async () => {
    const id = await openPoll(chair, {});
    await first.ask(poll, 'vote', { poll: id, answer: yes });
    expect(await second.ask(poll, 'vote', { poll: id, answer: no })).toMatchObject({
      code: 'conflict',
      message: 'You have voted in another window.',
    });
    expect(votesOf(id)).toEqual(['first']);
  });

  it('[PO13] gets one paper for a secret poll, also in a window that opens after the first has left', async () => {
    const id = await openPoll(chair, { secret: true });
    const paper = await takePaper(first, id);
    await expect(takePaper(second, id)).rejects.toThrow('another window');
    await first.askRaw('presence:leave', {});
    await expect(takePaper(second, id)).rejects.toThrow('another window');
    await world.start();
    chair = await world.join(chair.seat);
    const third = await sit('third', 'browser-one');
    await expect(takePaper(third, id)).rejects.toThrow('another window');
    expect(await castBallot(third, id, paper, yes)).toMatchObject({ ok: true });
    expect(find(chair, id)?.voted).toBe(1);
  });

  it('[PO6] counts once among the voters, and the result says how many votes came from such browsers', async () => {
    const id = await openPoll(chair, {});
    expect(chair.state(poll).voters).toBe(3);
    await first.ask(poll, 'vote', { poll: id, answer: yes });
    await other.ask(poll, 'vote', { poll: id, answer: yes });
    await chair.ask(poll, 'close', { poll: id });
    expect(find(other, id)).toMatchObject({ entitled: 3, doubled: 1 });
    await expectViewsAgree();
  });

  it('[PO6] counts once also when the second window joins while the poll is open', async () => {
    await openPoll(chair, {});
    const third = await sit('third', 'browser-two');
    expect([chair, third].map((client) => client.state(poll).voters)).toEqual([3, 3]);
    await sit('fourth', 'browser-three');
    expect(chair.state(poll).voters).toBe(4);
  });

  it('[PO6] counts the papers of a secret poll in the same way', async () => {
    const id = await openPoll(chair, { secret: true });
    for (const client of [second, other, chair]) {
      expect(await castBallot(client, id, await takePaper(client, id), yes)).toMatchObject({ ok: true });
    }
    await chair.ask(poll, 'close', { poll: id });
    await expect.poll(() => chair.state(poll).backs[id]?.result).toMatchObject({ ballots: 3 });
    expect(find(other, id)).toMatchObject({ entitled: 3, doubled: 1 });
  });

  it('[PO14] is never sent to a member, and the state forgets it when the poll closes', async () => {
    const named = await openPoll(chair, { changeable: true });
    const secret = await openPoll(chair, { secret: true });
    for (const client of [first, second]) await client.ask(poll, 'vote', { poll: named, answer: yes });
    await takePaper(other, secret);
    for (const client of [chair, first, second, other]) {
      expect(JSON.stringify(client.frames)).not.toContain('browser-');
      expect(JSON.stringify(await world.freshView(client))).not.toContain('browser-');
    }
    const room = await world.room();
    expect(JSON.stringify(room.committed(poll))).toContain('browser-');
    for (const id of [named, secret]) await chair.ask(poll, 'close', { poll: id });
    expect(JSON.stringify(room.committed(poll))).not.toContain('browser-');
    expect(JSON.stringify(await world.log.readBox(roomId, `poll:${secret}`))).not.toContain('browser-');
  });

  it('[PO5] does not limit members without an identity: each seat has a vote', async () => {
    const [ann, ben] = [await sit('ann'), await sit('ben')];
    const id = await openPoll(chair, {});
    for (const client of [ann, ben]) {
      expect(await client.ask(poll, 'vote', { poll: id, answer: yes })).toMatchObject({ ok: true });
    }
    world.clock.advance(1_000);
    await expect.poll(() => find(chair, id)?.voted).toBe(2);
  });
});
