import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Reply } from '@plenum/shared/core/errors';
import { blind, type Paper, receiptCode, type Sha256, unblind } from '@plenum/shared/features/poll/papers';
import type { Answer, PollSetup } from '@plenum/shared/features/poll/setup';

/** Somebody who can ask: a client of a world, or a real line. */
export interface Asker {
  readonly seat: { readonly id: string };
  askRaw(name: string, input: unknown, key?: string): Promise<Reply>;
}

const Opened = z.object({ id: z.string() });
const Stamped = z.object({ stamp: z.string() });

export const sha256: Sha256 = (text) => Promise.resolve(createHash('sha256').update(text).digest('hex'));

/** Random to everybody but the test: the same seed gives the same digits, so that no run differs from another. */
export function digits(seed: string): string {
  return createHash('sha256').update(seed).digest('hex');
}

/** A receipt code from a seed. */
export function codeOf(seed: string): string {
  return receiptCode(createHash('sha256').update(`code ${seed}`).digest().subarray(0, 20));
}

/** Opens a poll; the answer is its id. */
export async function openPoll(client: Asker, setup: Partial<PollSetup>): Promise<string> {
  const whole: PollSetup = { question: 'Shall we?', choice: { kind: 'yesNo' }, secret: false, ...setup };
  const reply = await client.askRaw('poll:open', { setup: whole });
  return Opened.parse(valueOf(reply)).id;
}

/** What a voter's client does when a secret poll opens. */
export async function takePaper(client: Asker, id: string, seed: string = client.seat.id): Promise<Paper> {
  const blinding = { serial: digits(`serial ${seed}`), factor: digits(`factor ${seed}`) };
  const reply = await client.askRaw('poll:paper', { poll: id, blinded: await blind(id, blinding, sha256) });
  return unblind(Stamped.parse(valueOf(reply)).stamp, blinding);
}

/** What it does when the voter has decided. The key is random, as real ones are. */
export function castBallot(client: Asker, id: string, paper: Paper, answer: Answer): Promise<Reply> {
  const key = digits(`key ${paper.serial} ${JSON.stringify(answer)}`).slice(0, 24);
  return client.askRaw('poll:cast', { poll: id, ...paper, code: codeOf(paper.serial), answer }, key);
}

/** @throws when the command failed */
export function valueOf(reply: Reply): unknown {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`);
  return reply.value;
}
