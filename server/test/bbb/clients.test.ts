import bbbApi from 'bbb-api';
import bbbPromise from 'bbb-promise';
import bigbluebuttonJs from 'bigbluebutton-js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { type BbbScene, bbbScene, serverSecret } from './bbbScene.ts';

/** What the clients of other people return; each of them parses the XML by itself. */
const Returned = z.looseObject({ returncode: z.unknown() });
type Returned = z.infer<typeof Returned>;
type Fields = Readonly<Record<string, string>>;

/** One of the npm clients, as this test uses it. */
interface Client {
  create(fields: Fields): Promise<Returned>;
  /** The address to which a person is sent. */
  joinUrl(fields: Fields): Promise<string>;
  info(meetingID: string): Promise<Returned>;
  running(meetingID: string): Promise<unknown>;
  end(meetingID: string, password: string): Promise<Returned>;
}

function byBigbluebuttonJs(origin: string): Client {
  const { administration, monitoring } = bigbluebuttonJs.api(`${origin}/bigbluebutton/`, serverSecret);
  const ask = async (url: string) => Returned.parse(await bigbluebuttonJs.http(url));
  return {
    create: ({ name = '', meetingID = '', ...more }) => ask(administration.create(name, meetingID, more)),
    joinUrl: async ({ fullName = '', meetingID = '', password = '', ...more }) =>
      administration.join(fullName, meetingID, password, more),
    info: (meetingID) => ask(monitoring.getMeetingInfo(meetingID)),
    running: async (meetingID) => (await ask(monitoring.isMeetingRunning(meetingID)))['running'],
    end: (meetingID, password) => ask(administration.end(meetingID, password)),
  };
}

function byBbbPromise(origin: string): Client {
  const { administration, monitoring } = bbbPromise.server(`${origin}/bigbluebutton`, serverSecret);
  const read = async (answer: Promise<unknown>) => Returned.parse(Reflect.get(Object(await answer), 'response'));
  return {
    create: ({ name = '', meetingID = '', ...more }) => read(administration.create(name, meetingID, more)),
    joinUrl: async ({ fullName = '', meetingID = '', password = '', ...more }) =>
      administration.join(fullName, meetingID, password, more),
    info: (meetingID) => read(monitoring.getMeetingInfo(meetingID)),
    running: async (meetingID) => (await read(monitoring.isMeetingRunning(meetingID)))['running'],
    end: (meetingID, password) => read(administration.end(meetingID, password)),
  };
}

function byBbbApi(origin: string): Client {
  const encoded = (fields: Fields) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, encodeURIComponent(value)]));
  const ask = async (call: string, fields: Fields) => {
    const credentials = { url: origin, salt: serverSecret };
    const answer = await bbbApi.bbb(credentials, call, encoded(fields));
    return Returned.parse(answer.response);
  };
  return {
    create: (fields) => ask('create', fields),
    // This client follows the join itself, so that it asks for XML.
    joinUrl: async (fields) => String((await ask('join', { ...fields, redirect: 'false' }))['url']),
    info: (meetingID) => ask('getMeetingInfo', { meetingID }),
    running: async (meetingID) => (await ask('isMeetingRunning', { meetingID }))['running'],
    end: (meetingID, password) => ask('end', { meetingID, password }),
  };
}

const clients = { 'bigbluebutton-js': byBigbluebuttonJs, 'bbb-promise': byBbbPromise, 'bbb-api': byBbbApi } as const;

let scene: BbbScene;
beforeAll(async () => {
  scene = await bbbScene();
});
afterAll(async () => scene.close());

/** The text of a value: some parsers make lists of one, some make numbers and truth values. */
const textOf = (value: unknown): string => String(Array.isArray(value) ? value[0] : value);

describe.each(Object.entries(clients))('%s', (name, make) => {
  it('makes a meeting, sends a person into it, sees them, and ends it', async () => {
    const client = make(scene.running.origin);
    const meetingID = `by ${name}`;
    const wish = { name: 'Größe + Maß', meetingID, attendeePW: 'ap', moderatorPW: 'mp', welcome: 'a+b c' };
    const made = await client.create(wish);
    expect(textOf(made.returncode)).toBe('SUCCESS');
    const address = await client.joinUrl({ fullName: 'Ana Ñ', meetingID, password: 'mp', userID: 'u-1' });
    const isPage = address.includes('/join?token=');
    const page = isPage ? address : (await scene.program.fetch(address)).location;
    const line = await scene.program.follow(page);
    expect(line.welcome.me).toMatchObject({ name: 'Ana Ñ', role: 'host' });
    await vi.waitFor(async () => expect(textOf(await client.running(meetingID))).toBe('true'));
    const info = await client.info(meetingID);
    expect(textOf(info['meetingName'])).toBe('Größe + Maß');
    expect(textOf(info['participantCount'])).toBe('1');
    expect(JSON.stringify(info['attendees'])).toContain('u-1');
    const gone = line.closed();
    expect(textOf((await client.end(meetingID, 'mp')).returncode)).toBe('SUCCESS');
    await gone;
    expect(textOf((await client.info(meetingID)).returncode)).toBe('FAILED');
  });
});
