import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { lineEvents, paths } from '@plenum/shared/core/wire';
import { io } from 'socket.io-client';
import * as z from 'zod/mini';
import { serveCalls } from '../process/serveCalls.ts';
import { type Spread, spread } from '../report.ts';
import { cpuShare, processUsage } from '../usage.ts';

interface Where {
  readonly origin: string;
  /** The secret of BigBlueButton's API. */
  readonly secret: string;
}

export interface Asked {
  /** From the moment at which the request was due until the last byte, in ms. */
  readonly ms: Spread;
  readonly requests: number;
  /** Of one answer. */
  readonly bytes: number;
  readonly failures: readonly string[];
  readonly cpuShare: number;
}

/** Calls of the process that asks. */
export type ApiCalls = {
  /** Makes meetings with one person in each, who sends and hears no media. */
  open: (opening: Where & { readonly meetings: number }) => Promise<void>;
  ask: (asking: Where & { readonly perSecond: number; readonly seconds: number }) => Promise<Asked>;
};

const Ticket = z.object({ ticket: z.string() });
/** People come from this many addresses: one address has its own limits. */
const addresses = 200;

interface Answer {
  readonly status: number;
  readonly text: string;
}

function addressOf({ origin, secret }: Where, call: string, parameters: Readonly<Record<string, string>> = {}): URL {
  const query = new URLSearchParams(parameters).toString();
  const checksum = createHash('sha256').update(`${call}${query}${secret}`).digest('hex');
  return new URL(`/bigbluebutton/api/${call}?${query}${query === '' ? '' : '&'}checksum=${checksum}`, origin);
}

interface Wish {
  readonly agent?: Agent;
  readonly from?: string;
  readonly body?: object;
}

function send(url: URL, { agent, from, body }: Wish): Promise<Answer> {
  const text = body && JSON.stringify(body);
  const headers = {
    host: url.host,
    origin: url.origin,
    ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  };
  const { port, pathname, search } = url;
  const where = { host: '127.0.0.1', port, path: `${pathname}${search}`, ...(from && { localAddress: from }) };
  const method = text === undefined ? 'GET' : 'POST';
  return new Promise((resolve, reject) => {
    const asked = request({ ...where, method, headers, ...(agent && { agent }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
      });
    });
    asked.once('error', reject);
    asked.end(text);
  });
}

async function open({ meetings, ...where }: Where & { readonly meetings: number }): Promise<void> {
  for (let index = 0; index < meetings; index += 1) {
    const meetingID = `meeting-${index}`;
    const from = `127.1.0.${1 + (index % addresses)}`;
    const wish = {
      name: `Lesson ${index}`,
      meetingID,
      attendeePW: 'ap',
      moderatorPW: 'mp',
      'meta_bbb-origin': 'bench',
    };
    await send(addressOf(where, 'create', wish), {});
    const join = { meetingID, fullName: `Person ${index}`, role: 'MODERATOR', userID: `u-${index}`, redirect: 'false' };
    const { text } = await send(addressOf(where, 'join', join), {});
    const token = /join\?token=([^<&]+)</.exec(text)?.[1] ?? '';
    const ticket = await send(new URL('/api/join/tickets', where.origin), { from, body: { token } });
    await enter(where.origin, Ticket.parse(JSON.parse(ticket.text)).ticket);
  }
}

/** Takes a seat, and keeps it until this process ends. */
async function enter(origin: string, ticket: string): Promise<void> {
  const socket = io(origin, {
    path: paths.roomLine,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { ticket },
    extraHeaders: { origin },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once(lineEvents.welcome, () => resolve());
    socket.once('connect_error', reject);
    socket.once('disconnect', (reason) => reject(new Error(reason)));
  });
}

async function ask({ perSecond, seconds, ...where }: Parameters<ApiCalls['ask']>[0]): Promise<Asked> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const url = addressOf(where, 'getMeetings');
  const times: number[] = [];
  const failures = new Set<string>();
  let bytes = 0;
  const count = perSecond * seconds;
  const before = processUsage();
  const began = performance.now();
  const all = Array.from({ length: count }, async (_, index) => {
    const due = began + (index * 1_000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const answer = await send(url, { agent }).catch((error: unknown) => ({ status: 0, text: String(error) }));
    times.push(performance.now() - due);
    bytes = Math.max(bytes, answer.text.length);
    if (answer.status !== 200 || !answer.text.includes('<meeting>')) failures.add(answer.text.slice(0, 200));
  });
  await Promise.all(all);
  agent.destroy();
  const share = cpuShare(before, processUsage());
  return { ms: spread(times), requests: count, bytes, failures: [...failures].slice(0, 5), cpuShare: share };
}

serveCalls({ open, ask } satisfies ApiCalls);
