import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { type NpmClient, npmClients } from './support/npmClients.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

const secret = 'a-secret-of-the-whole-server-0123456789';

let server: ServerProcess;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([
    ServerProcess.start({ environment: { PLENUM_BBB_SECRET: secret } }),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** The bytes of all files of sound and picture on the disk. */
function streamBytes(): number {
  const folder = join(server.folder, 'recordings');
  // Made with the first recording.
  if (!existsSync(folder)) return 0;
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile() && one.name.endsWith('.webm'));
  return files.reduce((sum, one) => sum + statSync(join(one.parentPath, one.name)).size, 0);
}

/** A person who is sent into the meeting, and says yes to the recording. */
async function enter(client: NpmClient, fields: Readonly<Record<string, string>>): Promise<Person> {
  const person = await Person.at({ browser, origin: server.origin, name: 'Ana' });
  await person.page.goto(await client.joinUrl(fields));
  await person.click('Join meeting');
  await person.click('Record me too');
  await person.sees('This meeting is being recorded.', 'button');
  return person;
}

describe.each(Object.entries(npmClients))('%s', (name, make) => {
  const meetingID = `by ${name}`;
  const words = `Words of ${name}`;
  let client: NpmClient;
  let recordID = '';
  let url = '';

  beforeAll(() => {
    client = make(server.origin, secret);
  });

  it('makes a meeting, sends a person into it, sees them, writes to them, and ends it', async () => {
    const passwords = { attendeePW: 'ap', moderatorPW: 'mp' };
    const wish = { record: 'true', autoStartRecording: 'true', welcome: 'a+b c', ...passwords };
    const made = await client.create({ name: 'Größe + Maß', meetingID, ...wish });
    expect(made.text('returncode')).toBe('SUCCESS');
    expect((await client.running(meetingID)).text('running')).toBe('false');
    const before = streamBytes();
    const ana = await enter(client, { fullName: 'Ana Ñ', meetingID, password: 'mp', userID: 'u-1' });
    expect((await client.running(meetingID)).text('running')).toBe('true');
    const info = await client.info(meetingID);
    expect(
      ['meetingName', 'participantCount', 'moderatorCount', 'recording', 'fullName', 'userID'].map((one) =>
        info.text(one),
      ),
    ).toEqual(['Größe + Maß', '1', '1', 'true', 'Ana Ñ', 'u-1']);
    if (client.say) {
      expect((await client.say(meetingID, words)).text('returncode')).toBe('SUCCESS');
      await ana.panel('Chat');
    } else await ana.says(words);
    await ana.reads(words);
    await expect.poll(streamBytes).toBeGreaterThan(before + 60_000);
    expect((await client.end(meetingID, 'mp')).text('returncode')).toBe('SUCCESS');
    await ana.reads('The meeting has ended');
    expect((await client.info(meetingID)).text('messageKey')).toBe('notFound');
    expect([ana.complaints, ana.strayRequests]).toEqual([[], []]);
    await ana.close();
  });

  it('gets the recording, and a browser plays what it names', async () => {
    const recordings = () => client.recordings({ meetingID });
    await expect.poll(async () => (await recordings()).text('state')).toBe('published');
    const found = await recordings();
    [recordID, url] = [found.text('recordID') ?? '', found.text('url') ?? ''];
    expect([found.text('meetingID'), found.text('name'), found.text('type')]).toEqual([
      meetingID,
      'Größe + Maß',
      'presentation',
    ]);
    const viewer = await Person.at({ browser, origin: server.origin, name: 'Viewer' });
    await viewer.page.goto(url);
    await viewer.click('Chat', 'tab');
    await viewer.click('Play');
    const plays = () =>
      viewer.page.evaluate(() =>
        [...document.querySelectorAll('video')].map((one) => !one.paused && one.videoWidth > 0),
      );
    await expect.poll(plays).toEqual([true]);
    await viewer.reads(words);
    expect([viewer.complaints, viewer.strayRequests]).toEqual([[], []]);
    await viewer.close();
  });

  it('takes the recording back, publishes it again, and deletes it', async () => {
    const viewer = await Person.at({ browser, origin: server.origin, name: 'Viewer' });
    expect((await client.publish(recordID, false)).text('published')).toBe('false');
    expect((await client.recordings({ recordID })).text('state')).toBe('unpublished');
    await viewer.page.goto(url);
    await viewer.reads('There’s no recording here');
    expect((await client.publish(recordID, true)).text('published')).toBe('true');
    await viewer.page.goto(url);
    await viewer.sees('Play', 'button');
    expect((await client.remove(recordID)).text('deleted')).toBe('true');
    expect((await client.recordings({ recordID })).text('messageKey')).toBe('noRecordings');
    await viewer.page.goto(url);
    await viewer.reads('There’s no recording here');
    await viewer.close();
  });
});
