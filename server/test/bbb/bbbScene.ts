import { createHash } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import * as z from 'zod/mini';
import { TicketOutput } from '@plenum/shared/api/room/contract';
import type { ServerOptions } from '../../src/serverOptions.ts';
import { checksumAlgorithms } from '../../src/gateway/http/bbb/checksum.ts';
import { type RoomLine, Running } from '../running.ts';

/** A node of an answer: its name, and its text or the nodes in it. */
export type Read = readonly [name: string, content: string | readonly Read[]];
const Read: z.ZodMiniType<Read> = z.lazy(() =>
  z.readonly(z.tuple([z.string(), z.union([z.string(), z.readonly(z.array(Read))])])),
);

export const serverSecret = '639259d4-9dd8-4b25-bf01-95f9567eaf4b';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: true,
});

function nodeOf(node: unknown): Read {
  const [name = '', inner] = Object.entries(Object(node))[0] ?? [];
  const list = Array.isArray(inner) ? inner : [];
  const texts = list.flatMap((one: unknown) => {
    const text: unknown = Reflect.get(Object(one), '#text');
    return typeof text === 'string' ? [text] : [];
  });
  const nodes = list.filter((one: unknown) => Reflect.get(Object(one), '#text') === undefined);
  return Read.parse([name, nodes.length > 0 ? nodes.map(nodeOf) : texts.join('')]);
}

/** The nodes of an answer in their order. An empty node has the empty text. */
export function nodesOf(xml: string): readonly Read[] {
  const parsed: unknown = parser.parse(xml);
  const [root] = (Array.isArray(parsed) ? parsed : []).map(nodeOf);
  if (root?.[0] !== 'response' || typeof root[1] === 'string') throw new Error(`This is no answer: ${xml}`);
  return root[1];
}

/** The nodes of a failure. */
export const failed = (key: string, message: string): readonly Read[] => [
  ['returncode', 'FAILED'],
  ['messageKey', key],
  ['message', message],
];

/** A query as programs write it. */
export function queryOf(parameters: Readonly<Record<string, string>>): string {
  return new URLSearchParams(parameters).toString();
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly location: string;
  readonly text: string;
  readonly nodes: readonly Read[];
  /** The text of the first node with this name, at any depth. */
  value(name: string): string | undefined;
}

function findIn(nodes: readonly Read[], name: string): string | undefined {
  for (const [own, content] of nodes) {
    if (own === name) return typeof content === 'string' ? content : '';
    const found = typeof content === 'string' ? undefined : findIn(content, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A program that uses the API of a running server. */
export class Program {
  readonly running: Running;
  readonly secret: string;

  constructor(running: Running, secret = serverSecret) {
    this.running = running;
    this.secret = secret;
  }

  /** The address of a signed request. */
  url(call: string, parameters: Readonly<Record<string, string>> | string = {}, algorithm = 'sha1'): string {
    const query = typeof parameters === 'string' ? parameters : queryOf(parameters);
    const checksum = createHash(algorithm).update(`${call}${query}${this.secret}`).digest('hex');
    return `${this.running.origin}/bigbluebutton/api/${call}?${query}${query === '' ? '' : '&'}checksum=${checksum}`;
  }

  async ask(call: string, parameters: Readonly<Record<string, string>> | string = {}): Promise<Answer> {
    return this.fetch(this.url(call, parameters));
  }

  /** A POST whose parameters and checksum are in a form. */
  async post(call: string, parameters: Readonly<Record<string, string>>): Promise<Answer> {
    const checksum = createHash('sha256').update(`${call}${this.secret}`).digest('hex');
    return this.fetch(`${this.running.origin}/bigbluebutton/api/${call}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: queryOf({ ...parameters, checksum }),
    });
  }

  async fetch(url: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(url, { redirect: 'manual', ...init });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    const nodes = type.startsWith('text/xml') ? nodesOf(text) : [];
    const location = response.headers.get('location') ?? '';
    return { status: response.status, type, location, text, nodes, value: (name) => findIn(nodes, name) };
  }

  /** Makes a meeting with the usual passwords. */
  create(meetingID: string, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.ask('create', { name: `About ${meetingID}`, meetingID, attendeePW: 'ap', moderatorPW: 'mp', ...more });
  }

  /** The address to which a browser is sent. */
  async join(meetingID: string, fullName: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
    const { location } = await this.ask('join', { meetingID, fullName, password: 'ap', ...more });
    return location;
  }

  /** Follows an address of `join` as the client does, to the welcome in the meeting. */
  async follow(address: string): Promise<RoomLine> {
    const { json } = await this.running.http('POST', '/api/join/tickets', { token: tokenOf(address) });
    return this.running.connect({ ticket: TicketOutput.parse(json).ticket });
  }

  /** Sends a person into a meeting, through the whole way. */
  async enter(meetingID: string, fullName: string, more: Readonly<Record<string, string>> = {}): Promise<RoomLine> {
    return this.follow(await this.join(meetingID, fullName, more));
  }
}

/** The token of an address of `join`. */
export function tokenOf(address: string): string {
  return new URL(address).searchParams.get('token') ?? '';
}

export interface BbbScene {
  readonly running: Running;
  readonly program: Program;
  close(): Promise<void>;
}

/** A server with a secret of its own. */
export async function bbbScene(options: Partial<ServerOptions> = {}): Promise<BbbScene> {
  const bbb = { secret: serverSecret, checksums: checksumAlgorithms };
  const running = await Running.create({}, { options: { bbb, ...options } });
  return { running, program: new Program(running), close: () => running.close() };
}
