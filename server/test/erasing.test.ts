import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstSettings } from '@plenum/shared/api/space/settings';
import { chat, ChatFile } from '@plenum/shared/features/chat/contract';
import { systemClock } from '../src/clock.ts';
import { TestCluster } from '../src/storage/testing/TestCluster.ts';
import { bring } from './apiScene.ts';
import { CommandLine } from './commandLine.ts';
import { counted } from './counted.ts';
import { Browser, letterTo, password, signUp } from './people.ts';
import { RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

const programs = TestCluster.programs();
let cluster: TestCluster | undefined;
beforeAll(async () => {
  if (programs !== undefined) cluster = await TestCluster.create(programs);
}, 60_000);
afterAll(() => cluster?.close());

/** The places of a server in which a text is: files of the data folder, rows of PostgreSQL, lines of the log. */
async function tracesOf(running: Running, text: string, databaseUrl: string | undefined): Promise<string[]> {
  const files = readdirSync(running.folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const found = files.flatMap(({ parentPath, name }) => {
    return readFileSync(join(parentPath, name)).includes(text) || name.includes(text) ? [name] : [];
  });
  const logged = running.logged.filter((line) => line.includes(text));
  const rows = databaseUrl === undefined ? [] : ((await cluster?.search(databaseUrl, text)) ?? []);
  return [...found, ...rows, ...logged];
}

describe.each([
  ['SQLite', false],
  ['PostgreSQL', true],
] as const)('the command line on %s', (_name, onPostgres) => {
  describe.skipIf(onPostgres && programs === undefined)('', { timeout: 120_000 }, () => {
    let databaseUrl: string | undefined;
    const settings = () => ({ options: databaseUrl === undefined ? {} : { databaseUrl } });
    beforeAll(async () => {
      databaseUrl = onPostgres ? await cluster?.createDatabase() : undefined;
    });

    it('erases a guest by name from one space, and nothing of the others; the room goes on (X15)', async () => {
      const running = await Running.create({}, settings());
      const commands = await CommandLine.open(running);
      const scene = await RecordScene.create(running);
      const keep = { chat: true, boards: true, slides: true };
      const { slug } = await scene.newSpace({ ...firstSettings, keep });
      const enter = async (name: string) => {
        const { json } = await running.http('POST', `/api/s/${slug}/tickets`, { name }, scene.cookie('host'));
        const { ticket, room } = json as { ticket: string; room: string };
        return { line: await running.connect({ ticket }), room };
      };
      const { line: ana, room } = await enter('Ana');
      const { line: guest } = await enter('Vanishing Vera');
      const upload = await bring(
        running,
        guest,
        `/api/rooms/${room}/files?name=vanishing-file-name`,
        'vanishing-bytes',
      );
      const { id: file } = ChatFile.parse(await upload.json());
      const value = async (line: typeof ana, command: string, input: unknown) => {
        const reply = await line.ask(command, input);
        if (!reply.ok) throw new Error(`${command}: ${reply.message}`);
        return reply.value as { id: string; page: string };
      };
      const said = await value(guest, 'chat:send', { text: 'vanishing-words', files: [file] });
      await value(ana, 'chat:send', { text: 'Yes, Vanishing Vera, and more.', reply: said.id });
      await value(ana, 'chat:send', { text: 'What stays.' });
      await value(guest, 'chat:sendPrivate', { to: ana.welcome.me.id, text: 'vanishing-secret' });
      await value(guest, 'presence:rename', { name: 'Vanished V.' });
      const { page } = await value(ana, 'slides:blank', { name: 'Board' });
      const shape = { kind: 'text', id: 'shape-00001', x: 0, y: 0, w: 60, h: 40, angle: 0, order: 1 };
      const look = { text: 'vanishing-drawing', colour: 'ink', size: 24 };
      await value(guest, 'whiteboard:put', { page, shapes: [{ ...shape, ...look }] });
      // While somebody is in it, nothing is erased.
      const refused = await commands.run('erase-guest', slug, 'Vanishing Vera', '--yes');
      expect(refused).toMatchObject({ code: 1, errors: expect.stringContaining('A meeting is on') });
      for (const line of [guest, ana]) await value(line, 'presence:leave', {});
      const traces = ['anishing', 'Vanished', guest.welcome.me.id];
      // The search finds what is there, in the database and in the files.
      for (const trace of traces) expect(await tracesOf(running, trace, databaseUrl), trace).not.toEqual([]);
      expect(await tracesOf(running, file, databaseUrl)).not.toEqual([]);
      expect(await commands.run('erase-guest', slug, 'Vanishing Vera')).toMatchObject({ code: 2 });
      expect(await commands.run('erase-guest', slug, 'Nobody', '--yes')).toMatchObject({ code: 1 });
      expect(await commands.run('erase-guest', 'no-space', 'Ana', '--yes')).toMatchObject({ code: 1 });
      const erased = await commands.run('erase-guest', slug, 'Vanishing Vera', '--yes');
      expect(erased).toMatchObject({ code: 0, errors: '', out: expect.stringMatching(/1 seats, .* 1 files, 1 lines/) });
      for (const trace of [...traces, file]) expect(await tracesOf(running, trace, databaseUrl), trace).toEqual([]);
      counted('X15', traces.length + 1, 'traces of an erased guest found before, and none after');
      // The others and the room go on, now and after a restart.
      const texts = async () => {
        const { line } = await enter('Ben');
        const state = (line.welcome.catchUp as { states?: Record<string, unknown> }).states?.['chat'];
        await line.ask('chat:send', { text: 'Ben was here.' });
        await line.ask('presence:leave', {});
        return chat.state.parse(state).messages.map(({ text }) => text);
      };
      expect(await texts()).toEqual(['Yes, —, and more.', 'What stays.']);
      await commands.close();
      await running.stop();
      await running.start();
      expect(await texts()).toEqual(['Yes, —, and more.', 'What stays.', 'Ben was here.']);
      await running.close();
    });

    it('takes the words of a deleted account out of what a space keeps, also when a meeting is on', async () => {
      const due: (() => void)[] = [];
      const running = await Running.create({}, { ...settings(), signsIn: true });
      await running.stop();
      const hourly = (run: () => void) => {
        due.push(run);
        return () => undefined;
      };
      const after: typeof systemClock.after = (ms, run) =>
        ms === 3_600_000 ? hourly(run) : systemClock.after(ms, run);
      running.clock = { ...systemClock, after };
      await running.start();
      const keep = { chat: true, boards: true, slides: true };
      const owner = await signUp(running, 'keeper@example.org', 'Keeper');
      const made = await owner.ask('POST', '/spaces', { title: 'Yard', settings: { ...firstSettings, keep } });
      const { slug } = made.json as { slug: string };
      const enter = async (who: Browser, name: string) => {
        const { json } = await who.ask('POST', `/s/${slug}/tickets`, { name });
        return running.connect({ ticket: (json as { ticket: string }).ticket });
      };
      for (const isOn of [false, true]) {
        const [word, name] = isOn ? ['fleeting', 'Fleeting Fay'] : ['vanishing', 'Vanishing Vic'];
        const person = await signUp(running, `${word}@example.org`, name);
        const [line, other] = [await enter(person, name), await enter(owner, 'Keeper')];
        await line.ask('chat:send', { text: `${word}-words` });
        await other.ask('chat:send', { text: `Hello ${name}, this stays.` });
        await line.ask('presence:leave', {});
        if (!isOn) await other.ask('presence:leave', {});
        // The stay itself stays, under an id that leads to nobody.
        const trace = word.slice(1);
        expect(await tracesOf(running, trace, databaseUrl)).not.toEqual([]);
        expect((await person.ask('POST', '/account/profile/deletion', { password })).status).toBe(200);
        if (isOn) {
          // Nothing is taken from under the people in the meeting; the next hour without them, it goes.
          expect(await tracesOf(running, trace, databaseUrl)).not.toEqual([]);
          await other.ask('presence:leave', {});
          due.splice(0).forEach((run) => run());
        }
        await expect.poll(() => tracesOf(running, trace, databaseUrl), { timeout: 20_000 }).toEqual([]);
      }
      const back = await enter(owner, 'Keeper');
      const { states } = back.welcome.catchUp as { states?: Record<string, unknown> };
      const texts = chat.state.parse(states?.['chat']).messages.map(({ text }) => text);
      expect(texts).toEqual(['Hello —, this stays.', 'Hello —, this stays.']);
      await running.close();
    });

    it('makes operators, and erases an account with all that is kept of its person', async () => {
      const running = await Running.create({}, { ...settings(), signsIn: true });
      const commands = await CommandLine.open(running);
      const person = await signUp(running, 'vanishing@example.org', 'Vanishing Otto');
      expect(await commands.run('operator', 'vanishing@example.org')).toMatchObject({ code: 0 });
      expect(await person.me()).toMatchObject({ operator: true });
      // By a letter, and by a printed link: each is good once.
      expect(await commands.run('operator', 'letter@example.org')).toMatchObject({ code: 0, errors: '' });
      const { token } = await letterTo(running, 'letter@example.org');
      const { out } = await commands.run('operator', 'link@example.org', '--link');
      const printed = /\/account\/confirm#([\w-]+)/.exec(out)?.[1] ?? '';
      for (const one of [token, printed]) {
        const browser = new Browser(running);
        const body = { token: one, name: 'Operator', password };
        expect(await browser.ask('POST', '/account/confirmations', body)).toMatchObject({ status: 200 });
        expect(await browser.me()).toMatchObject({ operator: true });
        expect(await new Browser(running).ask('POST', '/account/confirmations', body)).toMatchObject({ status: 404 });
      }
      expect(await commands.run('operator', 'no address')).toMatchObject({ code: 1 });
      const { json } = await person.ask('POST', '/spaces', { title: 'vanishing-title' });
      const { slug } = json as { slug: string };
      const entered = await person.ask('POST', `/s/${slug}/tickets`, { name: 'Vanishing Otto' });
      const line = await running.connect({ ticket: (entered.json as { ticket: string }).ticket });
      await line.ask('chat:send', { text: 'vanishing-words' });
      const traces = ['anishing'];
      for (const trace of traces) expect(await tracesOf(running, trace, databaseUrl), trace).not.toEqual([]);
      expect(await commands.run('erase', 'vanishing@example.org')).toMatchObject({ code: 2 });
      const closed = line.closed();
      const erased = await commands.run('erase', 'Vanishing@example.org', '--yes');
      expect(erased).toMatchObject({ code: 0, errors: '' });
      await closed;
      for (const trace of traces) expect(await tracesOf(running, trace, databaseUrl), trace).toEqual([]);
      expect(await person.me()).toBeNull();
      expect(await commands.run('erase', 'vanishing@example.org', '--yes')).toMatchObject({ code: 1 });
      await commands.close();
      expect(await commands.run('operator', 'late@example.org')).toMatchObject({ code: 3 });
      await running.close();
    });
  });
});
