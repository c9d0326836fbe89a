import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawTo, letEverybodyDraw, lift, press, seesShapes } from './support/board.ts';
import { launchBrowser } from './support/browser.ts';
import { atNode, type ClusterNode, findServices, startCluster } from './support/cluster.ts';
import { Person } from './support/person.ts';
import { SoundCheck } from './support/soundCheck.ts';
import { moving, workerPorts } from './support/stats.ts';
import { writeVoice } from './support/voice.ts';

const { missing } = await findServices();
const title = `three people over a real cluster of two nodes (skipped without PostgreSQL and nats-server; missing: ${missing.join(', ') || 'nothing'})`;

async function post(url: string, body: unknown): Promise<Record<string, string>> {
  const headers = { 'content-type': 'application/json', origin: new URL(url).origin };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const read: Record<string, string> = await answer.json();
  return read;
}

/** Opens the menu of this name and presses one of its entries. */
async function choose(person: Person, menu: string, entry: string): Promise<void> {
  await person.click(menu);
  await person.click(entry, 'item');
}

/** What each one sees and hears at the same time: frames decoded and energy heard within a second and a half. */
async function gains(people: readonly Person[]): Promise<{ video: number; audio: number }[]> {
  const before = await Promise.all(people.map((someone) => someone.received()));
  // A window to measure in, not a wait for something: fake microphones beep once a second.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const now = await Promise.all(people.map((someone) => someone.received()));
  return now.map((streams, index) => moving(before[index] ?? [], streams));
}

describe.skipIf(missing.length > 0)(title, () => {
  let cluster: Awaited<ReturnType<typeof startCluster>>;
  let browser: Browser;
  /** A voice without pauses, in which every gap is heard. */
  const voice = writeVoice();
  let room = '';
  let owner: ClusterNode;
  let other: ClusterNode;
  let [ana, ben, cleo]: Person[] = [];
  let all: Person[] = [];

  beforeAll(async () => {
    [cluster, browser] = await Promise.all([
      startCluster(2),
      launchBrowser(`--use-file-for-fake-audio-capture=${voice}`),
    ]);
    const [first] = cluster.nodes;
    if (!first) throw new Error('There is no node.');
    const { id, hostKey } = await post(`${first.url}/api/rooms`, { title: 'Over nodes' });
    room = id ?? '';
    owner = (await ownerOfRoom()) ?? first;
    other = cluster.nodes.find((node) => node !== owner) ?? first;
    // Pages come from the node that lives on, as from a load balancer.
    const origin = other.url;
    ana = await Person.join({ browser, origin, name: 'Ana', room: `/r/${id}#host=${hostKey}` });
    ben = await Person.join({ browser, origin, name: 'Ben', room: `/r/${id}` });
    cleo = await Person.join({ browser, origin, name: 'Cleo', room: `/r/${id}` });
    all = [ana, ben, cleo];
  });

  afterAll(async () => {
    await browser?.close();
    await cluster?.stop();
    await rm(dirname(voice), { recursive: true, force: true });
  });

  /** The node at which the lines of the meeting are. */
  async function ownerOfRoom(): Promise<ClusterNode | undefined> {
    const [asked] = cluster.nodes;
    const { roomUrl } = await post(`${asked?.url}/api/rooms/${room}/tickets`, { name: 'Who asks' });
    return cluster.nodes.find(({ url }) => roomUrl?.startsWith(url));
  }

  async function expectGains(people: readonly Person[], wanted: readonly (readonly [video: number, audio: number])[]) {
    const each = wanted.map(([video, audio]) => ({ video, audio }));
    await expect.poll(() => gains(people), { timeout: 60_000, interval: 100 }).toEqual(each);
  }

  it('see and hear each other, with their media on both nodes', async () => {
    await expectGains(all, [
      [2, 2],
      [2, 2],
      [2, 2],
    ]);
    const ports = await Promise.all(all.map(({ page }) => workerPorts(page)));
    const ofNodes = cluster.nodes.map(({ env }) => Number(env['PLENUM_RTC_PORT']));
    expect(ports[0]).not.toEqual(ports[1]);
    expect(new Set(ports.flat())).toEqual(new Set(ofNodes));
  });

  it('write and draw', async () => {
    await ben?.says('Good morning from the other node');
    for (const person of all) await person.reads('Good morning from the other node');
    await ana?.click('Slides');
    await ana?.click('New whiteboard');
    if (!ana || !ben) throw new Error('Somebody is missing.');
    await letEverybodyDraw(ana);
    await ben.click('Pen');
    await press(ben, [0.3, 0.3]);
    await drawTo(ben, [0.6, 0.5]);
    await lift(ben);
    for (const person of all) await seesShapes(person, 1);
  });

  it('a mute, a lock and a removal hold on both nodes', async () => {
    if (!ana || !ben || !cleo) throw new Error('Somebody is missing.');
    await ana.opens('People', 'Mute everyone');
    await choose(ana, 'Actions for Ben', 'Mute');
    await ben.reads('Ana muted you.');
    await expectGains(all, [
      [2, 1],
      [2, 2],
      [2, 1],
    ]);
    await choose(ana, 'More options for moderators', 'Permissions…');
    await ana.click('Turn on cameras', 'label');
    await ben.reads('Cameras aren’t allowed right now');
    await expectGains(all, [
      [0, 1],
      [1, 2],
      [1, 1],
    ]);
    await ana.click('Turn on cameras', 'label');
    await ana.page.keyboard.press('Escape');
    await choose(ana, 'Actions for Cleo', 'Remove…');
    await ana.click('Remove');
    await cleo.reads('Ana removed you');
    await ben.click('Unmute');
    await ben.click('Start camera');
    await expectGains(
      [ana, ben, cleo],
      [
        [1, 1],
        [1, 1],
        [0, 0],
      ],
    );
  });

  it('go on while the meeting moves to the other node, and back', async () => {
    if (!ana || !ben) throw new Error('Somebody is missing.');
    const sounds = await Promise.all([ana, ben].map((person) => SoundCheck.on(person)));
    for (const [from, to] of [
      [owner, other],
      [other, owner],
    ] as const) {
      for (const sound of sounds) await sound.hearsAgain(20_000);
      await Promise.all(sounds.map((sound) => sound.reset()));
      expect(await atNode(from, 'drain')).toBe('1 meetings moved, none is left here.');
      expect((await ownerOfRoom())?.name).toBe(to.name);
      await expectGains(
        [ana, ben],
        [
          [1, 1],
          [1, 1],
        ],
      );
      const heard = await Promise.all(sounds.map((sound) => sound.heard()));
      const gaps = heard.map(({ longestGapMs }) => `${longestGapMs} ms`).join(' and ');
      process.stdout.write(`drained ${from.name}: the longest gaps in the sound are ${gaps}\n`);
      await ana.says(`Now at ${to.name}`);
      await ben.reads(`Now at ${to.name}`);
      await atNode(from, 'uncordon');
    }
  });

  it('come back without a click when the node of the meeting is killed', async () => {
    if (!ana || !ben) throw new Error('Somebody is missing.');
    await owner.program.kill();
    await expectGains(
      [ana, ben],
      [
        [1, 1],
        [1, 1],
      ],
    );
    const ports = await Promise.all([ana, ben].map(({ page }) => workerPorts(page)));
    expect(new Set(ports.flat())).toEqual(new Set([Number(other.env['PLENUM_RTC_PORT'])]));
    await ana.says('Still here');
    await ben.reads('Still here');
    await ben.reads('Good morning from the other node');
    expect([ana.complaints, ben.complaints]).toEqual([[], []]);
  });
});
