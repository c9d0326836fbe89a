import { beforeEach, describe, expect, it } from 'vitest';
import { poll } from '@plenum/shared/features/poll/contract';
import { blindPaper, type Paper } from '@plenum/shared/ballot/papers';
import { addsUp, findBallot } from '@plenum/shared/features/poll/results';
import { bytesOf, castBallot, codeOf, digits, openPoll, takePaper } from '../../../test/ballots.ts';
import { findLinks, type Pair, type Stream } from '../../../test/links.ts';
import { type Client, roomId, World } from '../../../test/world.ts';

const names = Array.from({ length: 20 }, (_, n) => `Voter${String(n).padStart(2, '0')}`);
const browserOf = (name: string) => `browser-${name.toLowerCase()}`;
const wordOf = (name: string) => `answer ${digits(`word of ${name}`).slice(0, 12)}`;

let world: World;
let chair: Client;
let voters: Client[];

async function enterAll(count: number): Promise<void> {
  world = await World.create();
  chair = await world.enter('Chair', 'host');
  voters = [];
  for (const name of names.slice(0, count)) {
    voters.push(await world.join({ id: name.toLowerCase(), name, role: 'participant', person: browserOf(name) }));
  }
}

const find = (client: Client, id: string) => client.state(poll).polls.find((one) => one.id === id);
const resultOf = (id: string) => chair.state(poll).backs[id]?.result;
const publish = (id: string) => chair.ask(poll, 'publish', { poll: id, names: false });

async function closeAndCount(id: string): Promise<void> {
  await chair.ask(poll, 'close', { poll: id });
  await expect.poll(() => resultOf(id)).toBeDefined();
}

/** All records, snapshots and frames, line by line. */
function everything(): Stream[] {
  const heard = [chair, ...voters].map(({ seat, frames }): Stream => ({ name: `line of ${seat.id}`, rows: frames }));
  return [...world.log.streamsOf(roomId), ...heard];
}

describe('papers', () => {
  beforeEach(() => enterAll(3));
  const yes = { picks: [0] };
  const no = { picks: [1] };

  it('[PO13] one paper a member, one ballot a paper, from any member and in any number of tries', async () => {
    const id = await openPoll(chair, { secret: true });
    const [one, two] = voters as [Client, Client];
    const paper = await takePaper(one, id);
    for (const client of [one, await world.join(one.seat)]) {
      await expect(takePaper(client, id, 'another')).rejects.toThrow('conflict');
    }
    const replies = await Promise.all([yes, no, no].map((answer) => castBallot(one, id, paper, answer)));
    expect(replies.map((reply) => (reply.ok ? 'ok' : reply.code))).toEqual(['ok', 'conflict', 'conflict']);
    const back = await world.join(one.seat);
    const again = [await castBallot(back, id, paper, yes), await castBallot(back, id, paper, no)];
    expect(again.map((reply) => (reply.ok ? 'ok' : reply.code))).toEqual(['ok', 'conflict']);
    expect(await castBallot(two, id, paper, no)).toMatchObject({ code: 'conflict' });
    expect(find(chair, id)?.voted).toBe(1);
  });

  it('[PO13] a forged paper, or a paper of another poll, is refused', async () => {
    const [id, other] = [await openPoll(chair, { secret: true }), await openPoll(chair, { secret: true })];
    const [one] = voters as [Client];
    const paper = await takePaper(one, id);
    const forged: Paper[] = [
      { ...paper, serial: digits('mine') },
      { ...paper, stamp: digits('mine') },
      { serial: paper.stamp, stamp: paper.serial },
      { serial: '0'.repeat(64), stamp: '0'.repeat(64) },
    ];
    for (const bad of forged) expect(await castBallot(one, id, bad, yes)).toMatchObject({ code: 'forbidden' });
    expect(await castBallot(one, other, paper, yes)).toMatchObject({ code: 'forbidden' });
    expect(await castBallot(one, id, paper, { picks: [2] })).toMatchObject({ code: 'invalid' });
    expect(await castBallot(one, id, paper, yes)).toMatchObject({ ok: true });
    await closeAndCount(id);
    expect(await castBallot(one, id, await takePaper(voters[1] ?? one, other), yes)).toMatchObject({
      code: 'conflict',
    });
  });

  it('[PO13] a stamp reveals nothing about the paper: every paper fits every blinded point', () => {
    const points = ['a', 'b', 'c'].map((seed) => blindPaper(digits('serial'), bytesOf(seed)).blinded);
    expect(new Set(points).size).toBe(3);
    for (const point of points) expect(point).toMatch(/^0[23][0-9a-f]{64}$/);
  });
});

/** All members join, take a paper and vote at once, in the same order: the worst case for secrecy. */
async function assembly(secret: boolean): Promise<{ id: string; pairs: Pair[] }> {
  await enterAll(names.length);
  const id = await openPoll(chair, { choice: { kind: 'typed' }, secret });
  const pairs: Pair[] = [];
  for (const voter of voters) {
    const answer = { text: wordOf(voter.seat.name) };
    const marks = [voter.seat.id, voter.seat.name, browserOf(voter.seat.name)];
    if (secret) {
      const paper = await takePaper(voter, id);
      expect(await castBallot(voter, id, paper, answer)).toMatchObject({ ok: true });
      pairs.push({ person: [...marks, paper.serial, paper.stamp], ballot: [answer.text, codeOf(paper.serial)] });
    } else {
      expect(await voter.ask(poll, 'vote', { poll: id, answer })).toMatchObject({ ok: true });
      pairs.push({ person: marks, ballot: [answer.text] });
    }
  }
  return { id, pairs };
}

/** The links that a search finds while the poll is open, closed and published, and after the server has stopped. */
async function linksThroughout(secret: boolean): Promise<string[][]> {
  const { id, pairs } = await assembly(secret);
  const found = [findLinks(everything(), pairs)];
  await closeAndCount(id);
  found.push(findLinks(everything(), pairs));
  expect(await publish(id)).toMatchObject({ ok: true });
  expect(JSON.stringify(chair.state(poll))).toContain(wordOf(names[7] ?? ''));
  await world.rooms.close();
  found.push(findLinks(everything(), pairs));
  return found;
}

describe('a secret ballot of 20 voters', () => {
  it('[PO14] leaves no link between a person and an answer in anything that was written, kept or sent', async () => {
    for (const links of await linksThroughout(true)) expect(links).toEqual([]);
  });

  it('[PO14] sends no member the browser of another', async () => {
    await linksThroughout(true);
    for (const { frames, states } of [chair, ...voters]) {
      expect(JSON.stringify([frames, states])).not.toContain('browser-');
    }
    const log = world.log.logOf(roomId);
    const known = log.filter(({ payload }) => JSON.stringify(payload).includes('browser-'));
    expect(new Set(known.map(({ feature, event }) => `${feature}:${event}`))).toEqual(
      new Set(['presence:identified', 'poll:held']),
    );
    expect(known.every(({ to }) => to?.length === 0)).toBe(true);
  });

  it('[PO14] the same search finds all voters of a named poll, by record and by order', async () => {
    for (const links of await linksThroughout(false)) {
      expect(links.filter((link) => link.startsWith('log has both')).length).toBeGreaterThanOrEqual(names.length);
      expect(links.some((link) => link.includes('same order'))).toBe(true);
    }
  });

  it.each([true, false])('[PO14] the new records after each vote name no voter; secret: %s', async (secret) => {
    await enterAll(names.length);
    const id = await openPoll(chair, { choice: { kind: 'typed' }, secret });
    const papers = new Map<Client, Paper>();
    const byChance = (seed: string) =>
      voters.toSorted((a, b) => (digits(seed + a.seat.id) < digits(seed + b.seat.id) ? -1 : 1));
    if (secret) for (const voter of byChance('papers')) papers.set(voter, await takePaper(voter, id));
    const rows = () =>
      new Set(everything().flatMap((stream) => stream.rows.map((row) => stream.name + JSON.stringify(row))));
    let named = 0;
    for (const voter of byChance('votes')) {
      const before = rows();
      const answer = { text: wordOf(voter.seat.name) };
      const paper = papers.get(voter);
      if (paper) await castBallot(voter, id, paper, answer);
      else await voter.ask(poll, 'vote', { poll: id, answer });
      // Lines are named by their owners; all of them got the same frames.
      const fresh = [...rows()].filter((row) => !before.has(row) && !row.startsWith('line of'));
      expect(fresh.join()).toContain(answer.text);
      if (names.some((name) => fresh.join().toLowerCase().includes(name.toLowerCase()))) named += 1;
    }
    expect(named).toBe(secret ? 0 : names.length);
    const serials = [...papers].map(([{ seat }, { serial }]): Pair => ({ person: [seat.id], ballot: [serial] }));
    if (secret) expect(findLinks(everything(), serials)).toEqual([]);
  });
});

describe('the box', () => {
  beforeEach(() => enterAll(4));
  const cast = async (voter: Client, id: string) => castBallot(voter, id, await takePaper(voter, id), { picks: [1] });

  it('[PO15] an acknowledged ballot survives a crash, and counts once however often it is sent again', async () => {
    const id = await openPoll(chair, { secret: true });
    const [one, two, three, four] = voters as [Client, Client, Client, Client];
    await cast(one, id);
    const paper = await takePaper(two, id);
    world.log.faults.push('afterwards');
    const lost = castBallot(two, id, paper, { picks: [0] });
    await expect.poll(() => world.log.faults).toEqual([]);
    world.clock.advance(50);
    await lost;
    await world.start();
    const [back] = [await world.join(two.seat)];
    expect(await castBallot(back, id, paper, { picks: [0] })).toEqual({ ok: true, value: {} });
    for (const voter of [three, four]) await cast(await world.join(voter.seat), id);
    chair = await world.join(chair.seat);
    await closeAndCount(id);
    expect(resultOf(id)).toMatchObject({ ballots: 4, tally: [1, 3] });
    await publish(id);
    expect(addsUp(find(chair, id) ?? expect.fail())).toBe(true);
  });

  it('[PO15] a ballot that could not be written is not in the box, and its paper is still valid', async () => {
    const id = await openPoll(chair, { secret: true });
    const [one] = voters as [Client];
    const paper = await takePaper(one, id);
    world.log.faults.push(...Array.from({ length: 5 }, () => 'before' as const));
    const lost = castBallot(one, id, paper, { picks: [0] });
    await expect
      .poll(() => {
        world.clock.advance(250);
        return world.log.faults.length;
      })
      .toBe(0);
    expect(await lost).toMatchObject({ code: 'unavailable' });
    expect(await world.log.readBox(roomId, `poll:${id}`)).toEqual([]);
    await expect.poll(async () => (await castBallot(one, id, paper, { picks: [1] })).ok).toBe(true);
    expect(await world.log.readBox(roomId, `poll:${id}`)).toHaveLength(1);
  });

  it('[PO15] a crash between closing and counting, or a failing store, only delays the count', async () => {
    const id = await openPoll(chair, { secret: true });
    for (const voter of voters) await cast(voter, id);
    const readBox = world.log.readBox.bind(world.log);
    world.log.readBox = () => Promise.reject(new Error('not now'));
    expect(await chair.ask(poll, 'close', { poll: id })).toMatchObject({ ok: true });
    await expect.poll(() => world.reports).toHaveLength(1);
    expect(await publish(id)).toMatchObject({ code: 'conflict' });
    await world.start();
    chair = await world.join(chair.seat);
    world.log.readBox = readBox;
    world.clock.advance(1_000);
    await expect.poll(() => resultOf(id)).toMatchObject({ ballots: 4, tally: [0, 4] });
  });

  it('[PO16] a voter finds their own ballot by its code in the published list, which is in the order of codes', async () => {
    const id = await openPoll(chair, { secret: true });
    const codes: string[] = [];
    for (const voter of voters) {
      const paper = await takePaper(voter, id);
      codes.push(codeOf(paper.serial));
      await castBallot(voter, id, paper, { picks: [codes.length % 2] });
    }
    await closeAndCount(id);
    await publish(id);
    const published = find(voters[0] ?? chair, id) ?? expect.fail();
    for (const [index, code] of codes.entries()) {
      expect(findBallot(published, code)).toEqual({ code, answer: { picks: [(index + 1) % 2] } });
    }
    const list = published.outcome?.result.kind === 'counted' ? published.outcome.result.list : [];
    expect(list?.map(({ code }) => code)).toEqual(codes.toSorted());
    expect(findBallot(published, codeOf('nobody'))).toBeUndefined();
  });

  it('[PO17] with fewer ballots than promised no member ever gets a result: the ballots are destroyed uncounted', async () => {
    for (const [minimum, isShown] of [
      [undefined, false],
      [4, true],
      [5, false],
    ] as const) {
      const id = await openPoll(chair, { secret: true, ...(minimum && { minimum }), choice: { kind: 'typed' } });
      const few = isShown ? voters : voters.slice(0, 2);
      for (const voter of few) await castBallot(voter, id, await takePaper(voter, id), { text: `${minimum} by few` });
      await closeAndCount(id);
      expect(resultOf(id)?.kind).toBe(isShown ? 'counted' : 'tooFew');
      expect((await publish(id)).ok).toBe(isShown);
      expect(JSON.stringify(everything()).includes(`${minimum} by few`)).toBe(isShown);
    }
  });

  it('[PO17] a poll that would count one or two ballots is refused', async () => {
    for (const minimum of [1, 2]) {
      const setup = { question: 'Shall we?', choice: { kind: 'yesNo' as const }, secret: true, minimum };
      expect(await chair.ask(poll, 'open', { setup })).toMatchObject({
        code: 'invalid',
        message: 'A secret poll is counted with 3 ballots or more.',
      });
    }
    expect(chair.state(poll).polls).toEqual([]);
  });

  it('[PO18] the box is empty after the count; ballots added by hand show in the sum', async () => {
    const id = await openPoll(chair, { secret: true });
    for (const voter of voters) await cast(voter, id);
    const values = await world.log.readBox(roomId, `poll:${id}`);
    expect(values).toHaveLength(4);
    world.log.readBox = async () => [...values, values[0], { code: 'no code' }, null, 7];
    await closeAndCount(id);
    await publish(id);
    expect(resultOf(id)).toMatchObject({ ballots: 5 });
    expect(addsUp(find(chair, id) ?? expect.fail())).toBe(false);
    expect(world.log.streamsOf(roomId).map(({ name }) => name)).toEqual(['log', 'snapshot']);
  });
});
