import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import * as z from 'zod/mini';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Asker, castBallot, codeOf, digits, openPoll, takePaper } from '../../../test/ballots.ts';
import { findLinks, type Pair, type Stream } from '../../../test/links.ts';
import { type RoomLine, Running } from '../../../test/running.ts';

// The same checks as in ballot.test.ts, with sockets, SQLite and the log of the process instead of the test's own
// parts.
let running: Running;
let lines: RoomLine[];
let askers: Asker[];

const names = ['Quokka', 'Numbat', 'Bilby', 'Dunnart', 'Potoroo'];
const wordOf = (name: string) => `answer ${digits(name).slice(0, 12)}`;

beforeEach(async () => {
  running = await Running.create();
  const { id, hostKey } = await running.createRoom();
  lines = [await running.enter(id, 'Chair', hostKey)];
  for (const name of names) lines.push(await running.enter(id, name));
  askers = lines.map((line) => ({
    seat: line.welcome.me,
    frames: line.heard,
    askRaw: (name, input, key) => line.ask(name, input, key ?? digits(`${line.welcome.me.id} ${name}`).slice(0, 24)),
  }));
});
afterEach(() => running.close());

/** All tables as stored, the log of the process, and the frames that each line got. */
function everything(): Stream[] {
  const file = new BetterSqlite3(join(running.folder, 'plenum.db'), { readonly: true });
  const tables = ['log', 'slips', 'snapshots', 'rooms'].map((name): Stream => {
    return { name, rows: file.prepare(`select * from ${name}`).all() };
  });
  file.close();
  const heard = lines.map(({ heard, welcome }): Stream => ({ name: `line of ${welcome.me.name}`, rows: heard }));
  return [...tables, { name: 'process log', rows: running.logged }, ...heard];
}

const Identified = z.object({ id: z.string(), person: z.string() });

/** The browser of each member, which only the server knows. */
function browsers(): ReadonlyMap<string, string> {
  const file = new BetterSqlite3(join(running.folder, 'plenum.db'), { readonly: true });
  const rows = file
    .prepare("select payload from log where feature = 'presence' and event = 'identified'")
    .pluck()
    .all();
  file.close();
  const known = rows.map((payload) => Identified.parse(JSON.parse(z.string().parse(payload))));
  return new Map(known.map(({ id, person }) => [id, person]));
}

/** All members vote when their paper arrives, in the order in which they joined. */
async function voteAll(secret: boolean): Promise<{ id: string; pairs: Pair[] }> {
  const [chair, ...voters] = askers as [Asker, ...Asker[]];
  const id = await openPoll(chair, { choice: { kind: 'typed' }, secret, ...(secret && { minimum: names.length }) });
  const pairs: Pair[] = [];
  const persons = browsers();
  for (const [index, voter] of voters.entries()) {
    const name = names[index] ?? '';
    const answer = { text: wordOf(name) };
    const paper = secret ? await takePaper(voter, id) : undefined;
    const reply = paper
      ? await castBallot(voter, id, paper, answer)
      : await voter.askRaw('poll:vote', { poll: id, answer });
    expect(reply).toMatchObject({ ok: true });
    const person = persons.get(voter.seat.id) ?? expect.fail();
    const marks = [voter.seat.id, name, person, ...(paper ? [paper.serial, paper.stamp] : [])];
    pairs.push({ person: marks, ballot: [answer.text, ...(paper ? [codeOf(paper.serial)] : [])] });
  }
  return { id, pairs };
}

/** Five people may have the same order by chance, so only links within one record count here. */
function together(pairs: readonly Pair[]): string[] {
  return findLinks(everything(), pairs).filter((link) => link.includes('has both'));
}

/** Ten bytes of the word identify it. */
function filesWith(word: string): string[] {
  const files = readdirSync(running.folder).filter((name) => name.startsWith('plenum.db'));
  return files.filter((name) => readFileSync(join(running.folder, name)).includes(word));
}

it('[PO14] no table, log line or frame of a real server has a person and their answer', async () => {
  const { id, pairs } = await voteAll(true);
  expect(together(pairs)).toEqual([]);
  const [chair] = askers as [Asker];
  await chair.askRaw('poll:close', { poll: id });
  await expect
    .poll(() => chair.askRaw('poll:publish', { poll: id, names: false }, digits(`${Math.random()}`).slice(0, 24)))
    .toMatchObject({ ok: true });
  expect(together(pairs)).toEqual([]);
  const told = JSON.stringify(lines.map(({ heard, welcome }) => [heard, welcome]));
  expect(told).toContain(wordOf('Bilby'));
  for (const person of browsers().values()) expect(told).not.toContain(person);
  await running.stop();
  expect(together(pairs)).toEqual([]);
  await running.start();
});

it('[PO14] the same search finds all voters on the same server when the poll is named', async () => {
  const { pairs } = await voteAll(false);
  expect(together(pairs).filter((link) => link.startsWith('log has both')).length).toBeGreaterThanOrEqual(names.length);
});

it('[PO18] the files keep no trace of destroyed ballots', async () => {
  const [chair, ...voters] = askers as [Asker, ...Asker[]];
  const id = await openPoll(chair, { choice: { kind: 'typed' }, secret: true, minimum: names.length + 1 });
  for (const voter of voters) await castBallot(voter, id, await takePaper(voter, id), { text: wordOf(voter.seat.id) });
  const words = voters.map(({ seat }) => wordOf(seat.id));
  for (const word of words) expect(filesWith(word)).not.toEqual([]);
  await chair.askRaw('poll:close', { poll: id });
  await expect.poll(() => words.flatMap(filesWith)).toEqual([]);
});
