import { createHash } from 'node:crypto';
import { vi } from 'vitest';
import * as z from 'zod/mini';
import type { EventName, PayloadOf } from '@plenum/shared/core/contract';
import type { Reply } from '@plenum/shared/core/errors';
import { blindPaper, openPaper, type Paper, type Random } from '@plenum/shared/ballot/papers';
import { receiptCode } from '@plenum/shared/ballot/receipt';
import { scheme } from '@plenum/shared/ballot/scheme';
import { poll } from '@plenum/shared/features/poll/contract';
import type { Answer, PollSetup } from '@plenum/shared/features/poll/setup';

/** A member who can send commands: a client of a world, or a real line. */
export interface Asker {
  readonly seat: { readonly id: string };
  /** The received frames, in order. */
  readonly frames: readonly { readonly name: string; readonly payload: unknown }[];
  askRaw(name: string, input: unknown, key?: string): Promise<Reply>;
}

/** The public key of each poll of this test, as its opener got it. */
const publicKeys = new Map<string, string>();

const Opened = z.object({ id: z.string() });

/** Digits from a seed: the same seed gives the same digits, so that every run is the same. */
export function digits(seed: string): string {
  return createHash('sha256').update(seed).digest('hex');
}

/** A receipt code from a seed. */
export function codeOf(seed: string): string {
  return receiptCode(createHash('sha256').update(`code ${seed}`).digest().subarray(0, 20));
}

/** Opens a poll; returns its id. */
export async function openPoll(client: Asker, setup: Partial<PollSetup>): Promise<string> {
  const whole: PollSetup = { question: 'Shall we?', choice: { kind: 'yesNo' }, secret: false, ...setup };
  const reply = await client.askRaw('poll:open', { setup: whole });
  const { id } = Opened.parse(valueOf(reply));
  const opened = told(client, 'opened').find(({ poll: one }) => one.id === id);
  publicKeys.set(id, opened?.poll.ballot?.publicKey ?? '');
  return id;
}

/** Random bytes from a seed. */
export function bytesOf(seed: string): Random {
  return (length = 32) => createHash('shake256', { outputLength: length }).update(seed).digest();
}

/** The steps of a voter's client when a secret poll opens: makes a paper, gets its stamp, and checks the key of the stamp. */
export async function takePaper(client: Asker, id: string, seed: string = client.seat.id): Promise<Paper> {
  const paper = blindPaper(digits(`serial ${seed}`), bytesOf(`blind ${seed}`));
  valueOf(await client.askRaw('poll:paper', { poll: id, scheme, blinded: paper.blinded }));
  return openPaper(paper, await stampFor(client, id), publicKeys.get(id) ?? '');
}

async function stampFor(client: Asker, id: string) {
  return vi.waitFor(
    () => {
      const stamped = told(client, 'stamped').find(({ poll: one, member }) => one === id && member === client.seat.id);
      if (!stamped) throw new Error('The paper is not stamped yet.');
      return stamped.stamp;
    },
    { timeout: 15_000, interval: 5 },
  );
}

function told<K extends EventName<typeof poll>>({ frames }: Asker, event: K): PayloadOf<typeof poll, K>[] {
  const own = frames.toReversed().filter(({ name }) => name === `poll:${event}`);
  return own.map(({ payload }) => poll.events[event].payload.parse(payload) as PayloadOf<typeof poll, K>);
}

/** The step of the client when the voter has decided. The command's key is random, like real ones. */
export function castBallot(client: Asker, id: string, paper: Paper, answer: Answer): Promise<Reply> {
  const key = digits(`key ${paper.serial} ${JSON.stringify(answer)}`).slice(0, 24);
  return client.askRaw('poll:cast', { poll: id, ...paper, code: codeOf(paper.serial), answer }, key);
}

/** @throws Error when the command failed */
export function valueOf(reply: Reply): unknown {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`);
  return reply.value;
}
