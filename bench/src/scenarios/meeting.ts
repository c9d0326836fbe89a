import { launchBrowser, usualCameras } from '@plenum/client/e2e/support/browser';
import { Person } from '@plenum/client/e2e/support/person';
import { ServerProcess } from '@plenum/client/e2e/support/server';
import { moving } from '@plenum/client/e2e/support/stats';
import { type Options, type Report, round, spread } from '../report.ts';
import { cpuShare, usageOf } from '../usage.ts';
import { progress } from '../progress.ts';
import { wait } from '../wait.ts';

/** How long the last joiner's streams may take to flow, in ms. */
const settleMs = 30_000;

type People = readonly Person[];

/** Streams that flow in all browsers together. */
async function flowing(people: People, ms: number): Promise<{ video: number; audio: number }> {
  const before = await Promise.all(people.map((person) => person.received()));
  await wait(ms);
  const now = await Promise.all(people.map((person) => person.received()));
  const each = now.map((streams, index) => moving(before[index] ?? [], streams));
  return {
    video: each.reduce((sum, { video }) => sum + video, 0),
    audio: each.reduce((sum, { audio }) => sum + audio, 0),
  };
}

async function settle(people: People, expected: number): Promise<void> {
  const until = performance.now() + settleMs;
  while (performance.now() < until) {
    const { video, audio } = await flowing(people, 1_500);
    if (video === expected && audio === expected) return;
  }
}

/** Each member writes one message: how many copies arrived, and how long the slowest copy of each message took, in ms. */
async function chat(people: People): Promise<{ delivered: number; fanoutMs: number[] }> {
  const fanoutMs: number[] = [];
  let delivered = 0;
  for (const person of people) await person.opens('Chat', 'Your message to everyone');
  for (const person of people) {
    const text = `A message from ${person.name}`;
    const began = performance.now();
    await person.says(text);
    const arrived = await Promise.allSettled(people.map((reader) => reader.reads(text)));
    fanoutMs.push(performance.now() - began);
    delivered += arrived.filter(({ status }) => status === 'fulfilled').length;
  }
  return { delivered, fanoutMs };
}

/**
 * A small meeting of real browsers on the real server: each sends camera and microphone to all.
 * `joinMs` runs from the click on "Join" to the meeting's controls; media is awaited after it.
 */
export async function meeting({ numbers }: Options): Promise<Report> {
  const { browsers = 3, seconds = 10 } = numbers;
  const server = await ServerProcess.start();
  const browser = await launchBrowser(usualCameras);
  try {
    const people: Person[] = [];
    const joinMs: number[] = [];
    for (let number = 1; number <= browsers; number += 1) {
      const person = await Person.at({ browser, origin: server.origin, name: `Bot ${number}`, smallCamera: false });
      const room = people[0]?.room;
      if (room === undefined) await person.openRoom();
      else await person.page.goto(server.origin + room);
      const began = performance.now();
      await person.enter();
      joinMs.push(performance.now() - began);
      people.push(person);
      progress(`${person.name} is in`);
    }
    const expected = browsers * (browsers - 1);
    await settle(people, expected);
    const [serverBefore, browserBefore] = [usageOf(server.pid), usageOf(browser.process()?.pid ?? 0)];
    const { video, audio } = await flowing(people, seconds * 1000);
    const [serverAfter, browserAfter] = [usageOf(server.pid), usageOf(browser.process()?.pid ?? 0)];
    const { delivered, fanoutMs } = await chat(people);
    const failures = [
      ...people.flatMap(({ complaints }) => complaints),
      ...people.flatMap(({ strayRequests }) => strayRequests.map((url) => `left the origin: ${url}`)),
    ];
    const complete = video === expected && audio === expected && delivered === browsers * browsers;
    return {
      scenario: 'meeting',
      pass: complete && failures.length === 0,
      participants: browsers,
      failures,
      videoStreamsDecoded: video,
      audioStreamsHeard: audio,
      chatDelivered: delivered,
      joinMs: spread(joinMs),
      fanoutMs: spread(fanoutMs),
      serverCpuShare: round(cpuShare(serverBefore, serverAfter)),
      generatorCpuShare: round(cpuShare(browserBefore, browserAfter)),
      rssKiB: serverAfter.rssKiB,
      rssKiBPerParticipant: Math.round(serverAfter.rssKiB / browsers),
    };
  } finally {
    await browser.close();
    await server.close();
  }
}
