import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bigbluebuttonJs from 'bigbluebutton-js';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { launchBrowser } from './support/browser.ts';
import { colours } from './support/colours.ts';
import { isNamed } from './support/named.ts';
import { writePdf } from './support/pdf.ts';
import { Person } from './support/person.ts';
import { ServerProcess } from './support/server.ts';

const secret = 'a-secret-of-the-whole-server-0123456789';
const meetingID = 'assembly';

let server: ServerProcess;
let browser: Browser;
/** The server on which the front end has its files: it has `/agenda.pdf` alone. */
let files: Server;
/** The npm client, as a front end of BigBlueButton uses it: it makes signed addresses. */
let api: ReturnType<typeof bigbluebuttonJs.api>;

beforeAll(async () => {
  const environment = { PLENUM_BBB_SECRET: secret, PLENUM_OUTWARD_ALLOW: 'localhost' };
  [server, browser, files] = await Promise.all([ServerProcess.start({ environment }), launchBrowser(), startFiles()]);
  api = bigbluebuttonJs.api(`${server.origin}/bigbluebutton/`, secret);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  files?.close();
});

async function startFiles(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'plenum-e2e-files-'));
  const path = join(folder, 'agenda.pdf');
  await writePdf(path, [
    { lines: ['Agenda of Monday', 'Budget', 'Roof'], shape: 'screen' },
    { lines: ['Budget'], shape: 'screen' },
  ]);
  const agenda = await readFile(path);
  await rm(folder, { recursive: true });
  const started = createServer((request, response) => {
    if (request.url === '/agenda.pdf') response.writeHead(200, { 'content-type': 'application/pdf' }).end(agenda);
    else response.writeHead(404).end();
  });
  started.listen(0, 'localhost');
  await once(started, 'listening');
  return started;
}

/** Follows the address of a join, as the browser of a person whom a front end redirects. */
async function follow(name: string, password: string, meeting = meetingID): Promise<Person> {
  const person = await Person.at({ browser, origin: server.origin, name });
  await person.page.goto(api.administration.join(name, meeting, password, {}));
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

it('a document that the front end sends with the meeting is on the stage of both; one that is missing is named', async () => {
  const at = (path: string) => `http://localhost:${(files.address() as AddressInfo).port}${path}`;
  const body = `<modules><module name="presentation"><document url="${at('/agenda.pdf')}" filename="Agenda.pdf"/>
    <document url="${at('/minutes.pdf')}" filename="Minutes.pdf" removable="false"/></module></modules>`;
  const wish = {
    attendeePW: 'ap',
    moderatorPW: 'mp',
    presentationUploadExternalUrl: 'https://cloud.example/pick',
    presentationUploadExternalDescription: 'Choose slides in the cloud.',
  };
  const create = api.administration.create('With slides', 'with-slides', wish);
  const made = await fetch(create, { method: 'POST', headers: { 'content-type': 'application/xml' }, body });
  expect(await made.text()).toContain('<returncode>SUCCESS</returncode>');

  const ana = await follow('Ana', 'mp', 'with-slides');
  const ben = await follow('Ben', 'ap', 'with-slides');
  for (const person of [ana, ben]) {
    await person.sees('Agenda, page 1 of 2');
    await person.reads('Agenda of Monday');
    await expect.poll(() => colours(person)).toBeGreaterThan(3);
  }
  await ana.reads('A document for this meeting couldn’t be added.');
  await ana.click('Show why');
  await ana.reads('There’s no such file at its address');
  await ana.reads('Choose slides in the cloud.');
  await ana.sees('Open cloud.example', 'link');
  expect(await violations(ana.page)).toEqual([]);
  await ana.click('Dismiss the note about Minutes');
  await expect.poll(() => isNamed(ana.page, 'button', 'Dismiss the note about Minutes')).toBe(false);
  expect(await isNamed(ben.page, 'button', 'Show why')).toBe(false);
  for (const person of [ana, ben]) expect([person.complaints, person.strayRequests]).toEqual([[], []]);
});
