import { parseArgs } from 'node:util';
import { type Impairment, unimpaired } from '../relay/UdpRelay.ts';
import { defined } from './defined.ts';
import { type Gate, readGate } from './gates.ts';
import { milliseconds } from './scenario/quantities.ts';
import { Trouble, wordsOf } from './Trouble.ts';

/** What a person asked for on the command line. Times in ms. */
export interface RunOptions {
  readonly scenario: string;
  readonly url: string;
  readonly participants?: number;
  readonly rampMs?: number;
  readonly lastsMs?: number;
  readonly browsers: number;
  /** Processes of bots; undefined: as many as the machine has cores for. */
  readonly processes?: number;
  /** How many bots decrypt and read every packet. */
  readonly whole: number;
  readonly key?: string;
  readonly apiKey?: string;
  readonly passcode?: string;
  readonly path: Impairment;
  readonly seed: number;
  /** How long each bot stays before another one comes in its place. */
  readonly churnMs?: number;
  readonly metrics?: string;
  readonly metricsToken?: string;
  readonly serverPid?: number;
  readonly gates: readonly Gate[];
  readonly out: string;
  readonly force: boolean;
  readonly insecure: boolean;
}

const flags = {
  url: { type: 'string' },
  participants: { type: 'string' },
  ramp: { type: 'string' },
  seconds: { type: 'string' },
  minutes: { type: 'string' },
  browsers: { type: 'string' },
  processes: { type: 'string' },
  whole: { type: 'string' },
  key: { type: 'string' },
  'api-key': { type: 'string' },
  passcode: { type: 'string' },
  path: { type: 'string' },
  seed: { type: 'string' },
  churn: { type: 'string' },
  metrics: { type: 'string' },
  'metrics-token': { type: 'string' },
  'server-pid': { type: 'string' },
  gate: { type: 'string', multiple: true },
  out: { type: 'string' },
  force: { type: 'boolean' },
  insecure: { type: 'boolean' },
} as const;

export const usage = `Usage: npx plenum-bench run SCENARIO --url ADDRESS [options]
       npx plenum-bench scenarios

SCENARIO is one that comes along or a file of yours. ADDRESS is a Plenum, which then opens a room for the test, or the
invitation link of a room.

  --participants N     people; otherwise as many as the scenario says
  --ramp 10s           time until all are there
  --seconds N, --minutes N
                       how long it goes on then
  --browsers N         real browsers among them, which see and hear as people do
  --path loss=5,delay=80,jitter=20
                       the media of the bots meets a bad path: percent, ms, ms
  --churn 2m           each bot stays so long; then another one comes in its place
  --gate "loss<0.1%"   the exit code is 1 when this does not hold; may be given several times
  --out FOLDER         where the report goes; otherwise load-test-DATE
  --key, --api-key     where rooms are opened only with the key of the server, or with accounts
  --passcode CODE      the code of a space, when its link has none
  --metrics URL [--metrics-token T], --server-pid N
                       the server's own figures: its metrics port, or its process on this machine
  --processes N, --whole N, --seed N
                       processes of bots; bots that read every packet; repeats what is random
  --insecure           accepts a certificate that this machine does not trust
  --force              starts although this machine is too small for it

Exit codes: 0 all gates hold, 1 a gate does not hold or the server stopped, 2 the test could not start, 3 the test proves
nothing, because this machine was the limit.
`;

/** @throws Trouble with the words of the first mistake */
export function readOptions(args: readonly string[], now: Date): RunOptions {
  const parsed = parse(args);
  const { values } = parsed;
  const [scenario, surplus] = parsed.positionals;
  if (scenario === undefined) throw new Trouble('Which scenario?', usage);
  if (surplus !== undefined) throw new Trouble(`"${surplus}" is one word too many.`, usage);
  if (values.url === undefined) throw new Trouble('--url is missing: the address of a Plenum, or an invitation link.');
  if (values.seconds !== undefined && values.minutes !== undefined)
    throw new Trouble('Either --seconds or --minutes, not both.');
  const seconds = whole('--seconds', values.seconds, 86_400);
  const minutes = whole('--minutes', values.minutes, 1_440);
  const lastsMs = seconds === undefined ? minutes && minutes * 60_000 : seconds * 1_000;
  const participants = whole('--participants', values.participants, 20_000);
  const browsers = whole('--browsers', values.browsers, 50, 0) ?? 0;
  if (participants !== undefined && browsers > participants)
    throw new Trouble(`${browsers} browsers are more than all ${participants} people.`);
  return {
    scenario,
    url: values.url,
    browsers,
    whole: whole('--whole', values.whole, 20_000, 0) ?? 10,
    path: readPath(values.path),
    seed: whole('--seed', values.seed, 2 ** 31) ?? 1,
    gates: (values.gate ?? []).flatMap((list) => list.split(',').map(readGate)),
    out: values.out ?? `load-test-${now.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-')}`,
    force: values.force ?? false,
    insecure: values.insecure ?? false,
    ...defined({
      participants,
      lastsMs,
      rampMs: time('--ramp', values.ramp),
      churnMs: time('--churn', values.churn),
      processes: whole('--processes', values.processes, 64),
      serverPid: whole('--server-pid', values['server-pid'], 2 ** 22),
      key: values.key,
      apiKey: values['api-key'],
      passcode: values.passcode,
      metrics: values.metrics,
      metricsToken: values['metrics-token'],
    }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: true });
  } catch (error) {
    throw new Trouble(wordsOf(error).split('. ')[0] ?? '', usage);
  }
}

function whole(option: string, text: string | undefined, most: number, least = 1): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Trouble(`${option} ${text}: a whole number from ${least} to ${most} is needed.`);
}

function time(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = milliseconds(text);
  if (ms === undefined || ms > 86_400_000) throw new Trouble(`${option} ${text}: a time such as 10s or 2m is needed.`);
  return ms;
}

/** Reads `loss=5,delay=80,jitter=20,duplicate=1`: percent and ms. @throws Trouble */
export function readPath(text: string | undefined): Impairment {
  if (text === undefined) return unimpaired;
  const path: { -readonly [K in keyof Impairment]: Impairment[K] } = { ...unimpaired };
  for (const part of text.split(',')) {
    const [, name, amount] = /^\s*(loss|delay|jitter|duplicate)\s*=\s*(\d+(?:\.\d+)?)\s*(?:%|ms)?\s*$/.exec(part) ?? [];
    const value = Number(amount);
    const isShare = name === 'loss' || name === 'duplicate';
    if (name === undefined || value > (isShare ? 100 : 10_000))
      throw new Trouble(`--path: "${part}" is not understood.`, 'An example: --path loss=5,delay=80,jitter=20');
    if (name === 'loss') path.loss = value / 100;
    else if (name === 'duplicate') path.duplicate = value / 100;
    else if (name === 'delay') path.delayMs = value;
    else path.jitterMs = value;
  }
  return path;
}
