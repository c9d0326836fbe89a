import bigbluebuttonJs from 'bigbluebutton-js';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { isNamed } from './support/named.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

const secret = 'a-secret-of-the-whole-server-0123456789';
const meetingID = 'assembly';

let server: ServerProcess;
let browser: Browser;
/** The npm client, as a front end of BigBlueButton uses it: it makes signed addresses. */
let api: ReturnType<typeof bigbluebuttonJs.api>;

beforeAll(async () => {
  [server, browser] = await Promise.all([
    ServerProcess.start({ environment: { PLENUM_BBB_SECRET: secret } }),
    launchBrowser(),
  ]);
  api = bigbluebuttonJs.api(`${server.origin}/bigbluebutton/`, secret);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Follows the address of a join, as the browser of a person whom a front end redirects. */
async function follow(name: string, password: string): Promise<Person> {
  const person = await Person.at({ browser, origin: server.origin, name });
  await person.page.goto(api.administration.join(name, meetingID, password, {}));
  await person.sees('Join meeting', 'button');
  // The front end has said who it is.
  expect(await isNamed(person.page, 'textbox', 'Your name')).toBe(false);
  await person.click('Join meeting');
  await person.sees('Leave', 'button');
  return person;
}

it('a moderator and an attendee follow their addresses into the meeting, and its end closes both pages', async () => {
  const passwords = { attendeePW: 'ap', moderatorPW: 'mp' };
  const made = await bigbluebuttonJs.http(api.administration.create('Assembly', meetingID, passwords));
  expect(made).toMatchObject({ returncode: 'SUCCESS' });

  const ana = await follow('Ana', 'mp');
  const ben = await follow('Ben', 'ap');
  await ana.panel('People');
  await ana.reads('Ana (you)\n\nHost · Presenter');
  await ben.panel('People');
  await ben.reads('Ben (you)');
  // Only the host closes the door and mutes the others.
  await ana.sees('Mute everyone');
  expect(await isNamed(ben.page, 'button', 'Mute everyone')).toBe(false);
  expect(await violations(ana.page)).toEqual([]);

  const info = await bigbluebuttonJs.http(api.monitoring.getMeetingInfo(meetingID));
  expect(info).toMatchObject({ running: true, participantCount: 2, moderatorCount: 1 });
  expect(Reflect.get(Object(info), 'attendees')).toMatchObject({
    attendee: [
      { fullName: 'Ana', role: 'MODERATOR' },
      { fullName: 'Ben', role: 'VIEWER' },
    ],
  });

  const ended = await bigbluebuttonJs.http(api.administration.end(meetingID, 'mp'));
  expect(ended).toMatchObject({ returncode: 'SUCCESS' });
  for (const person of [ana, ben]) {
    await person.reads('The meeting has ended');
    expect([person.complaints, person.strayRequests]).toEqual([[], []]);
  }
});
