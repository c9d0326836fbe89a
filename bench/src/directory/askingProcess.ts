import { Agent, request } from 'node:http';
import { serveCalls } from '../process/serveCalls.ts';
import { type Spread, spread } from '../report.ts';
import { cpuShare, processUsage, type Usage } from '../usage.ts';

/** The requests that a home page, a look at a space, and entering it are. */
const kinds = ['spaces', 'organisations', 'space', 'ticket'] as const;
type Kind = (typeof kinds)[number];

export interface Asking {
  readonly port: number;
  readonly cookies: readonly string[];
  readonly slugs: readonly string[];
  readonly perSecond: number;
  readonly seconds: number;
  /** The people who enter go to this many spaces: each of them begins a meeting. */
  readonly entered: number;
}

export interface Asked {
  /** From the moment at which the request was due, in ms. */
  readonly ms: Readonly<Record<Kind, Spread>>;
  readonly requests: number;
  readonly failures: readonly string[];
  readonly cpuShare: number;
}

/** Calls of the process that asks, on a core of its own. */
export type AskingCalls = {
  ask: (asking: Asking) => Promise<Asked>;
};

/** The people come from this many addresses: one address has its own limits. */
const addresses = 250;

async function ask({ port, cookies, slugs, perSecond, seconds, entered }: Asking): Promise<Asked> {
  const agent = new Agent({ keepAlive: true, maxSockets: 512 });
  const times: Record<Kind, number[]> = { spaces: [], organisations: [], space: [], ticket: [] };
  const failures: string[] = [];
  const count = perSecond * seconds;
  const before: Usage = processUsage();
  const began = performance.now();
  const all = Array.from({ length: count }, async (_, index) => {
    const kind = kinds[index % kinds.length] ?? 'space';
    const due = began + (index * 1_000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const turn = Math.floor(index / kinds.length);
    const cookie = cookies[turn % cookies.length] ?? '';
    // In steps that meet all of them, far from each other.
    const slug = slugs[(turn * 7_919) % slugs.length] ?? '';
    const own = slugs[(turn % entered) * Math.floor(slugs.length / entered)] ?? '';
    const [path, body] = {
      spaces: ['/api/spaces'],
      organisations: ['/api/organisations'],
      space: [`/api/s/${slug}`],
      ticket: [`/api/s/${own}/tickets`, { name: `Person ${turn}` }],
    }[kind] as [string, object?];
    const from = `127.1.0.${1 + (turn % addresses)}`;
    const guest = kind === 'space' || kind === 'ticket';
    const failed = await send({ agent, port, path, body, from, cookie: guest ? undefined : cookie });
    if (failed === undefined) times[kind].push(performance.now() - due);
    else failures.push(`${kind}: ${failed}`);
  });
  await Promise.all(all);
  agent.destroy();
  return {
    ms: {
      spaces: spread(times.spaces),
      organisations: spread(times.organisations),
      space: spread(times.space),
      ticket: spread(times.ticket),
    },
    requests: count,
    failures: [...new Set(failures)].slice(0, 5),
    cpuShare: cpuShare(before, processUsage()),
  };
}

interface Sent {
  readonly agent: Agent;
  readonly port: number;
  readonly path: string;
  readonly body: object | undefined;
  readonly from: string;
  readonly cookie: string | undefined;
}

/** @returns why it failed; undefined when it did not */
function send({ agent, port, path, body, from, cookie }: Sent): Promise<string | undefined> {
  const text = body && JSON.stringify(body);
  const headers = {
    host: `localhost:${port}`,
    origin: `http://localhost:${port}`,
    ...(cookie !== undefined && { cookie }),
    ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  };
  const where = { host: '127.0.0.1', port, path, localAddress: from, method: text === undefined ? 'GET' : 'POST' };
  return new Promise((resolve) => {
    const asked = request({ ...where, agent, headers }, (response) => {
      response.resume();
      response.once('end', () => {
        const isGood = response.statusCode === 200 || response.statusCode === 201;
        resolve(isGood ? undefined : `status ${response.statusCode}`);
      });
    });
    asked.once('error', (error) => resolve(error.message));
    asked.end(text);
  });
}

serveCalls({ ask } satisfies AskingCalls);
