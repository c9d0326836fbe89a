import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type Welcome } from '@plenum/shared/core/wire';
import { RoomContents } from '@plenum/shared/api/contents/contract';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { chat } from '@plenum/shared/features/chat/contract';
import { lobby } from '@plenum/shared/features/lobby/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { poll } from '@plenum/shared/features/poll/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { slides } from '@plenum/shared/features/slides/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { type RoomLine, Running } from './running.ts';

const kept = join(import.meta.dirname, 'fixtures', 'data-2026-11');
const text = z.string();
const Facts = z.object({
  room: text,
  hostKey: text,
  people: z.record(text, text),
  waiting: text,
  lobbyRoom: text,
  lobbyHostKey: text,
  north: text,
  page: text,
  presentation: text,
  files: z.object({ text, image: text, board: text }),
  polls: z.object({ named: text, counted: text, open: text }),
  firstMessage: text,
});

/** A copy of the kept folder; without its snapshots, rooms are read from the first entry of their logs. */
async function copyOf(snapshots: 'kept' | 'removed'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plenum-old-'));
  await cp(kept, folder, { recursive: true });
  if (snapshots === 'removed') {
    const database = new Database(join(folder, 'plenum.db'));
    database.exec('DELETE FROM snapshots');
    database.close();
  }
  return folder;
}

function statesOf({ catchUp }: Welcome): Readonly<Record<string, unknown>> {
  if (catchUp.kind !== 'snapshot') throw new Error('Events came where a snapshot was expected.');
  return catchUp.states;
}

describe.each(['kept', 'removed'] as const)('a data folder of version 0.1.0, snapshots %s', (snapshots) => {
  let running: Running;
  let facts: z.infer<typeof Facts>;
  let host: RoomLine;
  let states: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    facts = Facts.parse(JSON.parse(await readFile(join(kept, 'facts.json'), 'utf8')));
    running = await Running.on(await copyOf(snapshots));
    host = await running.enter(facts.room, 'Olga', facts.hostKey);
    states = statesOf(host.welcome);
  });
  afterAll(() => running.close());

  it('has all members in their seats', () => {
    const { members } = presence.state.parse(states['presence']);
    const names = Object.values(members).map(({ name }) => name);
    expect(names.toSorted()).toEqual(['Ana', 'Ben', 'Cleo', 'Dan', 'Eve', 'Olga']);
  });

  it('has the chat with edits, deletions, reactions, a reply and a pin', () => {
    const { messages, pins } = chat.state.parse(states['chat']);
    expect(messages.map((message) => message.text)).toEqual([
      'Welcome, everybody.',
      'Thank you, @Ana!',
      'I agree',
      '',
      'Minutes',
      '',
    ]);
    expect(messages[0]?.reactions).toEqual({ '👍': [facts.people['cleo']] });
    expect(messages[1]?.reply?.id).toBe(facts.firstMessage);
    expect(messages[3]?.deleted).toBeDefined();
    expect(pins.map(({ id }) => id)).toEqual([facts.firstMessage]);
  });

  it('gives its files', async () => {
    const headers = { authorization: `Bearer ${host.welcome.seat}` };
    const minutes = await running.http('GET', `/api/rooms/${facts.room}/files/${facts.files.text}`, undefined, headers);
    expect([minutes.status, minutes.text]).toEqual([200, 'Minutes of the year']);
    const page = `/api/rooms/${facts.room}/presentations/${facts.presentation}/1`;
    const picture = await running.http('GET', page, undefined, headers);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
  });

  it('has the slides with their drawings', () => {
    const { presentations, current } = slides.state.parse(states['slides']);
    expect(presentations.map(({ kind, pages }) => [kind, pages.length])).toEqual([
      ['images', 2],
      ['blank', 1],
    ]);
    expect(current).toBe(facts.page);
    const board = whiteboard.state.parse(states['whiteboard']).pages[facts.page];
    const shapes = board ? shapesOn(board) : [];
    expect(shapes.map(({ id }) => id).toSorted()).toEqual(['shape-000001', 'shape-000003', 'shape-000004']);
    expect(shapes.find(({ id }) => id === 'shape-000001')).toMatchObject({ x: 77, colour: 'red' });
    expect(shapes.find(({ kind }) => kind === 'image')).toMatchObject({ file: facts.files.board, alt: 'A plan' });
  });

  it('has the polls with their results, and the open secret one can be closed', async () => {
    const { polls, drafts } = poll.state.parse(states['poll']);
    expect(polls.map(({ id }) => id)).toEqual([facts.polls.named, facts.polls.counted, facts.polls.open]);
    expect(polls[0]?.outcome?.result).toMatchObject({ tally: [2, 1] });
    expect(polls[1]?.outcome?.result).toMatchObject({ tally: [3, 2] });
    expect(polls[2]).toMatchObject({ voted: 2 });
    expect(drafts).toHaveLength(1);
    expect(await host.ask('poll:close', { poll: facts.polls.open })).toMatchObject({ ok: true });
    const isCounted = () => host.heard.some(({ name }) => name === 'poll:counted');
    await expect.poll(isCounted).toBe(true);
  });

  it('keeps locks, grants, the presenter and the ban', () => {
    const { locks, grants, presenter, bans } = moderation.state.parse(states['moderation']);
    expect(locks).toMatchObject({ privateChat: true, reactions: true, cameras: false });
    expect(grants[facts.people['cleo'] ?? '']).toEqual({ slideShow: 'given' });
    expect(presenter).toBe(facts.people['ben']);
    expect(bans.map(({ name }) => name)).toEqual(['Fay']);
  });

  it('has its breakout rooms open, with their members and messages', async () => {
    const { running: open, places, saved } = breakout.state.parse(states['breakout']);
    expect(open?.rooms.map(({ name, state }) => [name, state])).toEqual([
      ['North', 'open'],
      ['South', 'open'],
    ]);
    expect(places[facts.people['dan'] ?? '']).toBe(facts.north);
    expect(saved.map(({ name }) => name)).toEqual(['Two rooms']);
    const headers = { authorization: `Bearer ${host.welcome.seat}` };
    const answer = await running.http('GET', `/api/rooms/${facts.room}/rooms/${facts.north}`, undefined, headers);
    const north = chat.state.parse(RoomContents.parse(answer.json).states['chat']);
    expect(north.messages.map((message) => message.text)).toEqual(['Hello from North']);
  });

  it('still has the person who waits outside the other meeting', async () => {
    const hanna = await running.enter(facts.lobbyRoom, 'Hanna', facts.lobbyHostKey);
    const { waiting, policy } = lobby.state.parse(statesOf(hanna.welcome)['lobby']);
    expect([policy, Object.values(waiting).map(({ name }) => name)]).toEqual(['ask', ['Ida']]);
    expect(await hanna.ask('lobby:admit', { member: facts.waiting, as: 'participant', remember: false })).toMatchObject(
      { ok: true },
    );
  });

  it('goes on: new messages come after the old ones, also after another restart', async () => {
    expect(await host.ask('chat:send', { text: 'We go on.' })).toMatchObject({ ok: true });
    await running.stop();
    await running.start();
    const again = await running.enter(facts.room, 'Olga', facts.hostKey);
    const { messages } = chat.state.parse(statesOf(again.welcome)['chat']);
    expect(messages).toHaveLength(7);
    expect(messages.at(-1)?.text).toBe('We go on.');
  });
});
