import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, ElementHandle } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Manifest } from '@plenum/shared/api/recording/contract';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { hasFfmpeg, wrongIn } from './support/mediaFile.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

let server: ServerProcess;
let browser: Browser;
let ana: Person;
let ben: Person;
let cleo: Person;
/** The address at which the recording is played. */
let opened: string;

async function enter(name: string, room?: string): Promise<Person> {
  const person = await Person.at({ browser, origin: server.origin, name });
  if (room === undefined) await person.openRoom();
  else await person.page.goto(server.origin + room);
  await person.enter();
  return person;
}

beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  ana = await enter('Ana');
  ben = await enter('Ben', ana.room);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const folder = () => join(server.folder, 'recordings');
const recordings = () => readdirSync(server.folder).filter((name) => name === 'recordings');

/** The bytes of all files of sound and picture on the disk. */
function streamBytes(): number {
  const [id = ''] = readdirSync(folder());
  const streams = join(folder(), id, 'streams');
  return readdirSync(streams).reduce((sum, name) => sum + readFileSync(join(streams, name)).length, 0);
}

/** Waits until more sound and pictures are on the disk. */
async function moreIsWritten(bytes = 60_000): Promise<void> {
  const before = streamBytes();
  await expect.poll(streamBytes).toBeGreaterThan(before + bytes);
}

it('[RC1] nothing is on the disk until a host presses the button, and everybody sees that they did', async () => {
  expect(recordings()).toEqual([]);
  await ana.click('More');
  await ana.click('Record', 'item');
  await ana.sees('Start recording', 'button');
  expect(await violations(ana.page)).toEqual([]);
  await ana.click('Start recording');
  await ben.reads('This meeting is being recorded');
  expect(await violations(ben.page)).toEqual([]);
  await ana.sees('This meeting is being recorded.', 'button');
});

it('[RC3] a member accepts, and one who enters is left out', async () => {
  await ben.click('Record me too');
  await ben.sees('This meeting is being recorded.', 'button');
  cleo = await enter('Cleo Leftout', ana.room);
  await cleo.reads('Ana records this meeting.');
  await cleo.click('Leave me out');
  await cleo.sees('This meeting is being recorded. You’re left out.', 'button');
  await moreIsWritten();
});

it('[RC8] it goes on after the server was killed', async () => {
  await server.kill();
  await server.launch();
  for (const { page } of [ana, ben, cleo]) {
    await page.waitForFunction(() => !document.body.innerText.includes('Reconnecting'), { polling: 100 });
  }
  await ana.sees('This meeting is being recorded.', 'button');
  await moreIsWritten();
});

it('it goes on after the death of the media workers', async () => {
  const before = server.workerPids();
  for (const pid of before) process.kill(pid, 'SIGKILL');
  await expect.poll(() => server.workerPids().filter((pid) => !before.includes(pid)).length).toBe(before.length);
  await moreIsWritten();
});

it('[RC11] it stops, and the host opens what was recorded: of those who accepted, and of nobody else', async () => {
  await ana.page.evaluate(() => {
    window.open = (address) => {
      document.documentElement.dataset['opened'] = String(address);
      return null;
    };
  });
  await ana.click('This meeting is being recorded.');
  await ana.click('Stop');
  await ana.reads('The recording is ready.');
  await ana.click('Open');
  opened = await ana.page.evaluate(() => document.documentElement.dataset['opened'] ?? '');
  const answer = await fetch(`${server.origin}/api${opened}`);
  const { id, streams, state, duration } = Manifest.parse(await answer.json());
  expect(state).toBe('ready');
  const senders = new Set(streams.map(({ member }) => member));
  expect(senders.size).toBe(2);
  for (const source of ['mic', 'camera'] as const) {
    const own = streams.filter((one) => one.source === source);
    expect(new Set(own.map(({ member }) => member)).size, source).toBe(2);
    // Before and after the death of the server.
    expect(own.length, source).toBeGreaterThanOrEqual(4);
  }
  for (const { until } of streams) expect(until).toBeLessThanOrEqual(duration + 1_000);
  const names = readdirSync(join(folder(), id), { recursive: true, withFileTypes: true });
  const everything = names.flatMap((one) =>
    one.isFile() ? readFileSync(join(one.parentPath, one.name), 'latin1') : [],
  );
  expect(everything.join('\n')).not.toContain('Cleo Leftout');
  if (!hasFfmpeg) return;
  for (const { file } of streams) {
    expect(wrongIn(join(folder(), id, 'streams', file)), file).toBe('');
  }
});

it('what was recorded plays: pictures and voices of those who accepted', async () => {
  const viewer = await Person.at({ browser, origin: server.origin, name: 'Viewer' });
  await viewer.page.goto(server.origin + opened);
  await viewer.sees('Play', 'button');
  const second = () => viewer.page.$eval('[role="slider"]', (line) => Number(line.getAttribute('aria-valuenow')));
  await viewer.click('Play');
  await expect.poll(second).toBeGreaterThan(3);
  const playing = () =>
    viewer.page.evaluate(() =>
      [...document.querySelectorAll('video')].map(
        ({ paused, videoWidth, readyState }) =>
          !paused && videoWidth > 0 && readyState >= HTMLMediaElement.HAVE_CURRENT_DATA,
      ),
    );
  await expect.poll(playing).toEqual([true, true]);
  expect(await viewer.page.evaluate(() => document.body.innerText)).not.toContain('Cleo Leftout');
  expect(await violations(viewer.page)).toEqual([]);
});

it('[RK15] its manager adds captions, others read and find them, and they can be switched off and deleted', async () => {
  const manager = await Person.at({ browser, origin: server.origin, name: 'Manager' });
  await manager.page.goto(server.origin + opened);
  const menu = async (person: Person, item: string) => {
    await person.click('Captions');
    await person.click(item, 'item');
  };
  await menu(manager, 'Add or delete captions…');
  await manager.sees('Choose a file…', 'button');
  expect(await violations(manager.page)).toEqual([]);
  await manager.chooses('Language', 'German');
  const file = join(server.folder, 'captions.srt');
  writeFileSync(file, '1\n00:00:00,000 --> 01:00:00,000\n<b>Guten Morgen</b> zusammen\n');
  const field = await manager.page.$('[role="dialog"] input[type="file"]');
  await (field as ElementHandle<HTMLInputElement>).uploadFile(file);
  await manager.reads('The captions were added');
  await manager.reads('Guten Morgen zusammen');
  await manager.click('Close');

  const viewer = await Person.at({ browser, origin: server.origin, name: 'Viewer' });
  await viewer.page.goto(server.origin + opened);
  await viewer.reads('Guten Morgen zusammen');
  await viewer.type('Search slides, chat, names…', 'guten');
  await viewer.reads('1 place');
  expect(await violations(viewer.page)).toEqual([]);
  await menu(viewer, 'Off');
  const shown = () => viewer.page.evaluate(() => document.querySelector('main')?.innerText.includes('Guten Morgen'));
  await expect.poll(shown).toBe(false);
  await menu(viewer, 'Deutsch');
  await expect.poll(shown).toBe(true);

  await menu(manager, 'Add or delete captions…');
  await manager.click('Delete the captions Deutsch');
  await manager.reads('The captions are deleted');
  await viewer.page.reload();
  await viewer.sees('Play', 'button');
  expect(await shown()).toBe(false);
  for (const { complaints, strayRequests } of [manager, viewer]) expect([complaints, strayRequests]).toEqual([[], []]);
});
