import bbbApi from 'bbb-api';
import bbbPromise from 'bbb-promise';
import bigbluebuttonJs from 'bigbluebutton-js';

/** The answer of a call as a client returns it: each of them parses the XML in its own way. */
export class Parsed {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  /** The text of the first node with this name, at any depth; undefined without one. */
  text(name: string): string | undefined {
    const found = findIn(this.#value, name);
    // Some make lists of one, and some make numbers and truth values.
    const one: unknown = Array.isArray(found) ? found[0] : found;
    return typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean' ? String(one) : undefined;
  }
}

function findIn(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, name)) return Reflect.get(value, name);
  for (const inner of Object.values(value)) {
    const found = findIn(inner, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A client of BigBlueButton's API from npm, as front ends use it. */
export interface NpmClient {
  create(fields: Fields): Promise<Parsed>;
  /** The address to which a person is sent. */
  joinUrl(fields: Fields): Promise<string>;
  running(meetingID: string): Promise<Parsed>;
  info(meetingID: string): Promise<Parsed>;
  /** Undefined for a client that does not know the call. */
  readonly say: ((meetingID: string, message: string) => Promise<Parsed>) | undefined;
  end(meetingID: string, password: string): Promise<Parsed>;
  recordings(fields: Fields): Promise<Parsed>;
  publish(recordID: string, published: boolean): Promise<Parsed>;
  remove(recordID: string): Promise<Parsed>;
}

function byBigbluebuttonJs(origin: string, secret: string): NpmClient {
  const root = `${origin}/bigbluebutton`;
  const { administration, monitoring, recording } = bigbluebuttonJs.api(`${root}/`, secret);
  const ask = async (url: string) => new Parsed(await bigbluebuttonJs.http(url));
  return {
    create: ({ name = '', meetingID = '', ...more }) => ask(administration.create(name, meetingID, more)),
    joinUrl: async ({ fullName = '', meetingID = '', password = '', ...more }) =>
      administration.join(fullName, meetingID, password, more),
    running: (meetingID) => ask(monitoring.isMeetingRunning(meetingID)),
    info: (meetingID) => ask(monitoring.getMeetingInfo(meetingID)),
    say: (meetingID, message) =>
      ask(bigbluebuttonJs.util.constructUrl(root, secret, 'sendChatMessage', { meetingID, message })),
    end: (meetingID, password) => ask(administration.end(meetingID, password)),
    recordings: (fields) => ask(recording.getRecordings(fields)),
    publish: (recordID, published) => ask(recording.publishRecordings(recordID, published)),
    remove: (recordID) => ask(recording.deleteRecordings(recordID)),
  };
}

function byBbbPromise(origin: string, secret: string): NpmClient {
  const { administration, monitoring, recording } = bbbPromise.server(`${origin}/bigbluebutton`, secret);
  const read = async (answer: Promise<unknown>) => new Parsed(await answer);
  return {
    create: ({ name = '', meetingID = '', ...more }) => read(administration.create(name, meetingID, more)),
    joinUrl: async ({ fullName = '', meetingID = '', password = '', ...more }) =>
      administration.join(fullName, meetingID, password, more),
    running: (meetingID) => read(monitoring.isMeetingRunning(meetingID)),
    info: (meetingID) => read(monitoring.getMeetingInfo(meetingID)),
    say: (meetingID, message) => read(administration.customCall('sendChatMessage', { meetingID, message })),
    end: (meetingID, password) => read(administration.end(meetingID, password)),
    recordings: (fields) => read(recording.getRecordings(fields)),
    publish: (recordID, published) => read(recording.publishRecordings(recordID, published)),
    remove: (recordID) => read(recording.deleteRecordings(recordID)),
  };
}

function byBbbApi(origin: string, secret: string): NpmClient {
  const ask = async (call: string, fields: Fields) => {
    // This client writes the query without encoding its values.
    const encoded = Object.entries(fields).map(([name, value]) => [name, encodeURIComponent(value)]);
    const credentials = { url: origin, salt: secret };
    return new Parsed((await bbbApi.bbb(credentials, call, Object.fromEntries(encoded))).response);
  };
  return {
    create: (fields) => ask('create', fields),
    // It follows the join by itself, so that it asks for XML.
    joinUrl: async (fields) => (await ask('join', { ...fields, redirect: 'false' })).text('url') ?? '',
    running: (meetingID) => ask('isMeetingRunning', { meetingID }),
    info: (meetingID) => ask('getMeetingInfo', { meetingID }),
    say: undefined,
    end: (meetingID, password) => ask('end', { meetingID, password }),
    recordings: (fields) => ask('getRecordings', fields),
    publish: (recordID, published) => ask('publishRecordings', { recordID, publish: String(published) }),
    remove: (recordID) => ask('deleteRecordings', { recordID }),
  };
}

/** The clients by their names. */
export const npmClients = {
  'bigbluebutton-js': byBigbluebuttonJs,
  'bbb-promise': byBbbPromise,
  'bbb-api': byBbbApi,
} as const;
