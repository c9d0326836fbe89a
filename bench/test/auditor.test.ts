import { createRoom } from '@plenum/client/core/http';
import { stateOf } from '@plenum/client/core/store';
import { ServerProcess } from '@plenum/client/e2e/support/server';
import { presence } from '@plenum/shared/features/presence/contract';
import { poll } from '@plenum/shared/features/poll/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AuditBot } from '../src/auditor/Bot.ts';
import { auditTalk, auditVotes, type Cast, type Result } from '../src/auditor/checker.ts';
import { type LogFile, readLogFile } from '../src/auditor/logFile.ts';
import { ways } from '../src/auditor/ways.ts';
import { seeded } from '../src/random.ts';
import { TcpRelay } from '../src/relay/TcpRelay.ts';

const crowd = 50;
const messagesEach = 7;
const polls = 3;
const seed = Number(process.env['PLENUM_SEED'] ?? Date.now() % 1e6);
const random = seeded(seed);
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

let server: ServerProcess;
let room: string;
const relays: TcpRelay[] = [];
const bots: AuditBot[] = [];

beforeAll(async () => {
  server = await ServerProcess.start();
  const to = { host: '127.0.0.1', port: Number(new URL(server.origin).port) };
  for (let number = 0; number < 10; number += 1) relays.push(await TcpRelay.listen({ to }));
  const { id, hostKey } = await createRoom(server.origin, { title: 'Audit' });
  room = id;
  for (let number = 0; number < crowd; number += 1) {
    const base = `http://127.0.0.1:${relays[number % relays.length]?.port}`;
    const key = number === 0 ? hostKey : undefined;
    bots.push(await AuditBot.enter({ base, roomId: room, name: `bot-${number}`, random, key }));
  }
});

afterAll(async () => {
  for (const { session } of bots) session.close();
  await Promise.all(relays.map((relay) => relay.close()));
  await server?.close();
});

function host(): AuditBot {
  const [first] = bots;
  if (!first) throw new Error('Nobody is there.');
  return first;
}

/** Breaks paths at random until told to stop; then mends all of them. */
async function breakWays(isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const relay = relays[Math.floor(random() * relays.length)];
    relay?.set('cut');
    await wait(300 + random() * 900);
    relay?.set('open');
    await wait(random() * 300);
  }
}

/** Opens polls, and closes each while some bots are still voting. */
async function runPolls(): Promise<void> {
  const { session } = host();
  for (let number = 0; number < polls; number += 1) {
    const setup = { question: `Question ${number}?`, choice: { kind: 'yesNo' as const }, secret: false };
    const { id } = await session.send(poll, 'open', { setup });
    const voted = () => stateOf(session.store.getState(), poll).polls.find((one) => one.id === id)?.voted;
    await expect.poll(voted).toBeGreaterThan(crowd / 2);
    await session.send(poll, 'close', { poll: id });
    await session.send(poll, 'publish', { poll: id, names: true });
  }
}

function resultsOf(log: LogFile): Result[] {
  return stateOf(host().session.store.getState(), poll).polls.map(({ id, outcome, voted }) => {
    const tally = outcome?.result.kind === 'counted' ? outcome.result.tally : [];
    return { poll: id, tally, voted, log: log.votes.filter((vote) => vote.poll === id) };
  });
}

it('keeps every acknowledged message and vote exactly once, in one order, over drops and a kill -9', async () => {
  let isOver = false;
  const broken = breakWays(() => isOver);
  const talking = bots.map((bot) => bot.talk(bots, { ways, times: messagesEach, pauseMs: 1_000 }));
  const voting = runPolls();
  const acked = () => bots.flatMap(({ sent }) => sent).length;
  await expect.poll(acked).toBeGreaterThan((crowd * messagesEach) / 3);
  await server.kill();
  await server.launch();
  await Promise.all([...talking, voting]);
  isOver = true;
  await broken;
  await Promise.all(bots.map((bot) => bot.settled()));

  const late = await AuditBot.enter({ base: server.origin, roomId: room, name: 'late', random });
  bots.push(late);
  // A bot that sees the last member join has received everything before.
  const sees = ({ session }: AuditBot) => late.member in stateOf(session.store.getState(), presence).members;
  const behind = () => bots.filter((bot) => !sees(bot)).map(({ name }) => name);
  await expect.poll(behind).toEqual([]);

  const log = readLogFile(server.folder, room);
  const seen = `seed ${seed}`;
  for (const way of ways) {
    const sent = bots.flatMap((bot) => bot.sent).filter(({ uid }) => uid.startsWith(`${way.name}/`));
    const written = log.texts.filter((text) => text.startsWith(`${way.name}/`));
    // A late joiner may read what was sent to everybody.
    const known =
      way.others === undefined ? sent.map((one) => ({ ...one, audience: new Set([...one.audience, 'late']) })) : sent;
    const heard = await Promise.all(bots.map((bot) => bot.heard(way)));
    expect(auditTalk({ sent: known, heard, log: written }), seen).toEqual([]);
    expect(sent.filter(({ outcome }) => outcome === 'acked').length, seen).toBeGreaterThan(crowd * messagesEach * 0.9);
  }
  const cast: Cast[] = bots.flatMap((bot) => bot.cast);
  expect(auditVotes(cast, resultsOf(log)), seen).toEqual([]);
  expect(cast.filter(({ outcome }) => outcome === 'acked').length, seen).toBeGreaterThan((crowd * polls) / 2);
});
