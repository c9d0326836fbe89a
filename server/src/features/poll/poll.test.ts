import { beforeEach, describe, expect, it } from 'vitest';
import { pollLimits } from '@plenum/shared/features/poll/limits';
import { poll, type Poll } from '@plenum/shared/features/poll/contract';
import type { Answer, PollSetup } from '@plenum/shared/features/poll/setup';
import { presence } from '@plenum/shared/features/presence/contract';
import { castBallot, openPoll, takePaper } from '../../../test/ballots.ts';
import { type Client, roomId, World } from '../../../test/world.ts';

const yes: Answer = { picks: [0] };
const no: Answer = { picks: [1] };
const setup: PollSetup = { question: 'Shall we?', choice: { kind: 'yesNo' }, secret: false };
let world: World;
let ana: Client;
let ben: Client;
let cleo: Client;

beforeEach(async () => {
  world = await World.create();
  [ana, ben, cleo] = [await world.enter('Ana', 'host'), await world.enter('Ben'), await world.enter('Cleo')];
});

const find = (client: Client, id: string): Poll | undefined => client.state(poll).polls.find((one) => one.id === id);
const vote = (client: Client, id: string, answer: Answer) => client.ask(poll, 'vote', { poll: id, answer });
const close = (id: string) => ana.ask(poll, 'close', { poll: id });
const tally = (one: Poll | undefined) =>
  one?.outcome?.result.kind === 'counted' ? one.outcome.result.tally : undefined;

it('[PO1] members who may make polls prepare, open, close and show them; members who may vote do, in any role', async () => {
  const id = await openPoll(ana, {});
  for (const client of [ana, ben]) expect(await vote(client, id, yes)).toMatchObject({ ok: true });
  for (const verb of ['close', 'withhold', 'remove'] as const) {
    expect(await ben.ask(poll, verb, { poll: id })).toMatchObject({ code: 'forbidden' });
  }
  for (const input of [{ setup }, { setup, id: 'id-1' }]) {
    expect(await ben.ask(poll, 'draft', input)).toMatchObject({ code: 'forbidden' });
  }
  expect(await ben.ask(poll, 'open', { setup })).toMatchObject({ code: 'forbidden' });
  expect(await ben.ask(poll, 'publish', { poll: id, names: false })).toMatchObject({ code: 'forbidden' });
  world.clock.advance(1_000);
  await expect.poll(() => find(ana, id)?.voted).toBe(2);
  world.rights = () => ['pollCreate'];
  expect(await vote(cleo, id, yes)).toMatchObject({ code: 'forbidden' });
  expect(find(ana, id)).toMatchObject({ status: 'open', voted: 2 });
});

it('[PO2] keeping an unchanged draft writes nothing to the log', async () => {
  await ana.ask(poll, 'draft', { setup });
  const id = ana.state(poll).drafts[0]?.id ?? '';
  for (let n = 0; n < 3; n += 1) {
    expect(await ana.ask(poll, 'draft', { setup, id })).toEqual({ ok: true, value: { id } });
  }
  expect(world.log.logOf(roomId).filter(({ event }) => event === 'drafted')).toHaveLength(1);
});

it('[PO2] drafts are kept for the room, also through a restart, and only members who may make polls see them', async () => {
  await ana.ask(poll, 'draft', { setup });
  const id = ana.state(poll).drafts[0]?.id ?? '';
  await ana.ask(poll, 'draft', { setup: { ...setup, question: 'Really?' }, id });
  await ana.ask(poll, 'draft', { setup });
  await world.start();
  ana = await world.join(ana.seat, ana.seq, ana);
  expect(ana.state(poll).drafts.map((draft) => draft.setup.question)).toEqual(['Really?', 'Shall we?']);
  ben = await world.join(ben.seat);
  expect(JSON.stringify([ben.states, ben.frames, cleo.states, cleo.frames])).not.toContain('Really?');
  expect(await ana.ask(poll, 'openDraft', { id })).toMatchObject({ ok: true });
  await ana.ask(poll, 'discard', { id });
  expect(ana.state(poll).drafts.map((draft) => draft.id)).not.toContain(id);
  expect(await ana.ask(poll, 'openDraft', { id })).toMatchObject({ code: 'notFound' });
  expect(ben.state(poll).polls).toMatchObject([{ setup: { question: 'Really?' }, status: 'open' }]);
});

it('[PO3] several polls are open at once, and members who join late see and answer them', async () => {
  const ids = [await openPoll(ana, {}), await openPoll(ana, {}), await openPoll(ana, { secret: true })];
  await vote(ben, ids[0] ?? '', no);
  const late = await world.enter('Late');
  expect(late.state(poll).polls.map(({ id, status }) => [id, status])).toEqual(ids.map((id) => [id, 'open']));
  for (const id of ids.slice(0, 2)) expect(await vote(late, id, yes)).toMatchObject({ ok: true });
  expect(late.states['poll']).toEqual((await world.freshView(late))['poll']);
  for (let more = ids.length; more < pollLimits.open; more += 1) {
    world.clock.advance(10_000);
    await openPoll(ana, {});
  }
  expect(await ana.ask(poll, 'open', { setup })).toMatchObject({ code: 'full' });
});

describe('[PO4]', () => {
  const kinds: readonly (readonly [PollSetup['choice'], Answer[], Answer[]])[] = [
    [{ kind: 'trueFalse' }, [yes, no], [{ picks: [2] }, { picks: [0, 1] }, { text: 'true' }]],
    [{ kind: 'yesNoAbstain' }, [{ picks: [2] }], [{ picks: [3] }, { picks: [2, 2] }]],
    [{ kind: 'letters', count: 4 }, [{ picks: [3] }], [{ picks: [4] }]],
    [{ kind: 'custom', options: ['Red', 'Green', 'Blue'] }, [{ picks: [2] }], [{ picks: [3] }, { picks: [19] }]],
    [{ kind: 'typed' }, [{ text: 'Paint it' }], [yes]],
  ];

  it.each(kinds)('[PO4] an answer to %o is one of its options, or it is refused', async (choice, good, bad) => {
    const id = await openPoll(ana, { choice, changeable: true });
    for (const answer of bad) expect(await vote(ben, id, answer)).toMatchObject({ code: 'invalid' });
    expect(find(ana, id)?.voted).toBe(0);
    for (const answer of good) expect(await vote(ben, id, answer)).toMatchObject({ ok: true });
  });

  it('[PO4] several picks must be as many as the poll asks for, each once', async () => {
    const choice = { kind: 'letters', count: 5 } as const;
    const id = await openPoll(ana, { choice, picks: { min: 2, max: 3 } });
    for (const picks of [[0], [0, 1, 2, 3], [0, 0], [4, 5]]) {
      expect(await vote(ben, id, { picks })).toMatchObject({ code: 'invalid' });
    }
    expect(await vote(ben, id, { picks: [4, 0, 2] })).toMatchObject({ ok: true });
  });

  it('[PO4] 100,000 answers, forged fields and polls of another room are refused', async () => {
    const id = await openPoll(ana, {});
    const many = Array.from({ length: 100_000 }, (_, n) => n);
    const secret = await openPoll(ana, { secret: true });
    const code = { code: 'invalid' };
    expect(await ben.askRaw('poll:vote', { poll: id, answer: { picks: many } })).toMatchObject(code);
    expect(await ben.askRaw('poll:vote', { poll: id, answer: yes, member: 'ana' })).toMatchObject(code);
    expect(await ben.askRaw('poll:vote', { poll: id, answer: { ...yes, weight: 9 } })).toMatchObject(code);
    expect(await ben.askRaw('poll:open', { setup: { ...setup, voted: 7 } })).toMatchObject({ code: 'forbidden' });
    expect(await ana.askRaw('poll:open', { setup: { ...setup, voted: 7 } })).toMatchObject(code);
    expect(await vote(ben, 'no-such-poll', yes)).toMatchObject({ code: 'notFound' });
    expect(await vote(ben, '__proto__', yes)).toMatchObject({ code: 'notFound' });
    expect(await vote(ben, secret, yes)).toMatchObject({ code: 'conflict' });
    expect([find(ana, id)?.voted, find(ana, secret)?.voted]).toEqual([0, 0]);
  });

  it('[PO4] settings that contradict each other are refused', async () => {
    const wrong: readonly Partial<PollSetup>[] = [
      { picks: { min: 2, max: 1 } },
      { picks: { min: 1, max: 3 } },
      { right: [2] },
      { right: [0, 0] },
      { secret: true, changeable: true },
      { minimum: 5 },
      { choice: { kind: 'custom', options: ['same', 'same'] } },
      { choice: { kind: 'typed' }, right: [0] },
      { choice: { kind: 'custom', options: Array.from({ length: 21 }, (_, n) => `${n}`) } },
      { question: 'x'.repeat(pollLimits.questionLength + 1) },
      { choice: { kind: 'custom', options: ['x', 'y'.repeat(pollLimits.optionLength + 1)] } },
    ];
    for (const part of wrong) {
      world.clock.advance(10_000);
      expect(await ana.ask(poll, 'open', { setup: { ...setup, ...part } })).toMatchObject({ code: 'invalid' });
    }
    expect(ana.state(poll).polls).toEqual([]);
  });
});

it('[PO5] one vote a member, at the same instant, on a second line or after a return; changed where allowed', async () => {
  const [once, again] = [await openPoll(ana, {}), await openPoll(ana, { changeable: true })];
  const replies = await Promise.all([vote(ben, once, yes), vote(ben, once, no), vote(ben, once, yes)]);
  expect(replies.map((reply) => (reply.ok ? 'ok' : reply.code))).toEqual(['ok', 'conflict', 'conflict']);
  const second = await world.join(ben.seat);
  expect(await vote(second, once, no)).toMatchObject({ code: 'conflict' });
  await second.ask(presence, 'leave', {});
  const back = await world.join(ben.seat);
  expect(await vote(back, once, no)).toMatchObject({ code: 'conflict' });
  for (const answer of [yes, no, no]) expect(await vote(cleo, again, answer)).toMatchObject({ ok: true });
  expect([find(ana, once)?.voted, find(ana, again)?.voted]).toEqual([1, 1]);
  for (const id of [once, again]) {
    await close(id);
    await ana.ask(poll, 'publish', { poll: id, names: false });
  }
  expect([tally(find(ben, once)), tally(find(cleo, again))]).toEqual([undefined, [0, 1]]);
  expect(tally(find(back, once))).toEqual([1, 0]);
});

it('[PO6] all members see how many have voted of how many, and only their own answers until publication', async () => {
  const id = await openPoll(ana, {});
  await vote(ben, id, no);
  await vote(cleo, id, yes);
  world.clock.advance(1_000);
  await expect.poll(() => find(cleo, id)?.voted).toBe(2);
  for (const client of [ana, ben, cleo]) {
    expect(find(client, id)).toMatchObject({ voted: 2 });
    expect(client.state(poll).voters).toBe(3);
  }
  await world.enter('Late');
  expect(ben.state(poll).voters).toBe(4);
  await cleo.ask(presence, 'leave', {});
  expect(ben.state(poll).voters).toBe(3);
  expect(ben.state(poll).backs[id]?.votes).toEqual({ ben: { name: 'Ben', answer: no } });
  expect(Object.keys(ana.state(poll).backs[id]?.votes ?? {})).toEqual(['ben', 'cleo']);
  await close(id);
  expect(find(ben, id)).toMatchObject({ status: 'closed', entitled: 3 });
  expect(find(ben, id)?.outcome).toBeUndefined();
  expect(ben.heard).not.toContain('poll:counted');
});

describe('[PO6] while an assembly votes', () => {
  const progressed = (client: Client) => client.frames.filter(({ name }) => name === 'poll:progressed');

  it('[PO6] the number of voters is announced at most four times a second, the last one too', async () => {
    const voters = await Promise.all(Array.from({ length: 20 }, (_, n) => world.enter(`Voter-${n}`)));
    const id = await openPoll(ana, {});
    for (const voter of voters) expect(await vote(voter, id, yes)).toMatchObject({ ok: true });
    expect(progressed(ben)).toHaveLength(1);
    expect(find(ben, id)).toMatchObject({ voted: 1 });
    world.clock.advance(250);
    await expect.poll(() => find(ben, id)?.voted).toBe(20);
    expect(progressed(ben)).toHaveLength(2);
    world.clock.advance(60_000);
    expect(progressed(ben)).toHaveLength(2);
    expect(ben.states['poll']).toEqual((await world.freshView(ben))['poll']);
  });

  it('[PO6] the number is complete when the poll closes at once, and after a restart', async () => {
    const id = await openPoll(ana, {});
    for (const client of [ana, ben, cleo]) await vote(client, id, yes);
    await close(id);
    expect(find(ben, id)).toMatchObject({ status: 'closed', voted: 3 });
    const other = await openPoll(ana, {});
    for (const client of [ana, ben, cleo]) await vote(client, other, no);
    await world.start();
    ben = await world.join(ben.seat);
    world.clock.advance(1_000);
    await expect.poll(() => find(ben, other)).toMatchObject({ status: 'open', voted: 3 });
  });
});

it('[PO7] closing is a barrier: votes acknowledged before it count, later ones are refused', async () => {
  const id = await openPoll(ana, {});
  const [before, closing, after] = await Promise.all([vote(ben, id, yes), close(id), vote(cleo, id, no)]);
  expect([before.ok, closing.ok]).toEqual([true, true]);
  expect(after).toMatchObject({ code: 'conflict' });
  expect(await close(id)).toMatchObject({ code: 'conflict' });
  expect(ana.state(poll).backs[id]?.result).toMatchObject({ ballots: 1, tally: [1, 0] });
});

it('[PO8] a poll with a time closes by itself; a restart in between keeps its time and its votes', async () => {
  const [id, other] = [await openPoll(ana, { seconds: 60 }), await openPoll(ana, { seconds: 3_600 })];
  await vote(ben, id, yes);
  world.clock.advance(40_000);
  await world.start();
  [ana, ben, cleo] = [await world.join(ana.seat), await world.join(ben.seat), await world.join(cleo.seat)];
  expect(await vote(ben, id, no)).toMatchObject({ code: 'conflict' });
  expect(await vote(cleo, id, no)).toMatchObject({ ok: true });
  world.clock.advance(19_999);
  expect(find(ana, id)?.status).toBe('open');
  world.clock.advance(1);
  expect(await vote(ana, id, no)).toMatchObject({ code: 'conflict' });
  await expect.poll(() => find(ben, id)?.status).toBe('closed');
  expect(ana.state(poll).backs[id]?.result).toMatchObject({ tally: [1, 1] });
  expect(find(ana, other)?.status).toBe('open');
  expect(world.reports).toEqual([]);
});

it('[PO8] a poll whose time ran out while the server was down is closed at the start', async () => {
  const id = await openPoll(ana, { seconds: 60 });
  await vote(ben, id, yes);
  await world.rooms.close();
  world.clock.advance(600_000);
  await world.start();
  ana = await world.join(ana.seat);
  expect(await vote(ana, id, yes)).toMatchObject({ code: 'conflict' });
  world.clock.advance(0);
  await expect.poll(() => find(ana, id)?.status).toBe('closed');
});

it('[PO9] the count is published, with names only on request and if the poll was not secret', async () => {
  const ids = [await openPoll(ana, {}), await openPoll(ana, {})];
  for (const id of ids) {
    await vote(ben, id, yes);
    await vote(cleo, id, no);
    expect(await ana.ask(poll, 'publish', { poll: id, names: false })).toMatchObject({ code: 'conflict' });
    await close(id);
    await ana.ask(poll, 'publish', { poll: id, names: id === ids[1] });
  }
  const [plain, named] = ids.map((id) => find(ben, id)?.outcome);
  expect(plain).toEqual({ result: { kind: 'counted', ballots: 2, tally: [1, 1], texts: [] } });
  expect(named?.votes).toEqual({ ben: { name: 'Ben', answer: yes }, cleo: { name: 'Cleo', answer: no } });
  expect(await ana.ask(poll, 'publish', { poll: ids[0] ?? '', names: true })).toMatchObject({ code: 'conflict' });
  const nobody = await openPoll(ana, {});
  await close(nobody);
  expect(await ana.ask(poll, 'publish', { poll: nobody, names: false })).toMatchObject({ code: 'conflict' });
});

it('[PO10] only members who may make polls see a withheld result, and they may publish it later', async () => {
  const id = await openPoll(ana, {});
  await vote(ben, id, yes);
  await close(id);
  await ana.ask(poll, 'withhold', { poll: id });
  expect(find(ben, id)).toMatchObject({ status: 'withheld' });
  expect(JSON.stringify([ben.states, (await world.enter('Late')).states])).not.toContain('tally');
  await ana.ask(poll, 'publish', { poll: id, names: false });
  expect(tally(find(ben, id))).toEqual([1, 0]);
  expect(await ana.ask(poll, 'withhold', { poll: id })).toMatchObject({ code: 'conflict' });
  await ana.ask(poll, 'remove', { poll: id });
  expect([find(ben, id), ben.state(poll).backs[id]]).toEqual([undefined, undefined]);
});

it.each([true, false])('[PO11] the right answers of a quiz reach voters only when it is published', async (secret) => {
  const choice = { kind: 'custom', options: ['Lyon', 'Paris', 'Nice'] } as const;
  const id = await openPoll(ana, { choice: { ...choice, options: [...choice.options] }, right: [1], secret });
  const voters = [ben, cleo, await world.enter('Dora')];
  for (const voter of voters) {
    if (secret) await castBallot(voter, id, await takePaper(voter, id), no);
    else await vote(voter, id, no);
  }
  await close(id);
  await expect.poll(() => ana.state(poll).backs[id]?.result).toBeDefined();
  const known = () => JSON.stringify([ben.states, ben.frames, cleo.frames]);
  expect(known()).not.toContain('"right"');
  expect(find(ben, id)?.isQuiz).toBe(true);
  expect(ana.state(poll).backs[id]?.right).toEqual([1]);
  await ana.ask(poll, 'publish', { poll: id, names: false });
  expect(find(ben, id)?.outcome).toMatchObject({ right: [1], result: { tally: [0, 3, 0] } });
});

it('[PO12] a member who gets the right to make polls gets its view, a member who loses it loses the view', async () => {
  const id = await openPoll(ana, { right: [0] });
  await ana.ask(poll, 'draft', { setup });
  await vote(ben, id, yes);
  await vote(cleo, id, no);
  const everyone = world.rights;
  world.rights = (seat) => (seat.id === 'ben' ? ['memberSee', 'pollCreate', 'pollVote'] : ['memberSee', 'pollVote']);
  await world.enter('Late');
  expect(ben.state(poll)).toMatchObject({ drafts: [{ setup }], makers: ['ben'] });
  expect(Object.keys(ben.state(poll).backs[id]?.votes ?? {})).toEqual(['ben', 'cleo']);
  expect(ana.state(poll)).toMatchObject({ drafts: [], makers: [], backs: { [id]: { votes: {} } } });
  world.rights = everyone;
  await world.enter('Later');
  expect(ben.state(poll)).toMatchObject({
    drafts: [],
    makers: [],
    backs: { [id]: { votes: { ben: { answer: yes } } } },
  });
  for (const client of [ana, ben, cleo]) {
    const believed = structuredClone(client.states['poll']);
    expect((await world.freshView(client))['poll']).toEqual(believed);
  }
});
