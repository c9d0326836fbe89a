import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { LogEntry } from '@plenum/shared/core/log';
import { poll } from '@plenum/shared/features/poll/contract';
import { castBallot, takePaper } from '../../../test/ballots.ts';
import { type Client, roomId, World } from '../../../test/world.ts';

// A log from before stamps had a proof and votes belonged to a person: two secret polls and a named poll are open,
// three\n// papers are out and two of them are cast.
const Head = z.object({
  secret: z.string(),
  named: z.string(),
  small: z.string(),
  papers: z.array(z.object({ serial: z.string(), stamp: z.string() })),
  dropped: z.array(z.object({ box: z.string(), value: z.unknown() })),
});
const Entry = z.custom<LogEntry>((value) => value !== null && typeof value === 'object');
const file = readFileSync(new URL('samples/beforeVoprf.jsonl', import.meta.url), 'utf8');
const [head, ...entries] = file
  .trim()
  .split('\n')
  .map((line): unknown => JSON.parse(line));
const sample = Head.parse(head);

let world: World;
let chair: Client;
let cy: Client;
let di: Client;

beforeEach(async () => {
  world = await World.create();
  await world.log.append(roomId, z.array(Entry).parse(entries), { dropped: sample.dropped, emptied: [] });
  await world.start();
  chair = await world.join({ id: 'chair', name: 'Chair', role: 'host' });
  cy = await world.join({ id: 'cy', name: 'Cy', role: 'participant', person: 'browser-of-cy' });
  di = await world.join({ id: 'di', name: 'Di', role: 'participant', person: 'browser-of-di' });
});

const find = (client: Client, id: string) => client.state(poll).polls.find((one) => one.id === id);
const resultOf = (id: string) => chair.state(poll).backs[id]?.result;

async function count(id: string) {
  await chair.ask(poll, 'close', { poll: id });
  await expect.poll(() => resultOf(id)).toBeDefined();
}

describe('a secret poll that was open during the update', () => {
  it('[PO13] accepts the papers that were given out, once each, and counts their ballots with the earlier ones', async () => {
    expect(find(cy, sample.secret)).toMatchObject({ status: 'open', voted: 2 });
    expect(find(cy, sample.secret)?.ballot).toBeUndefined();
    const [used, , paper] = sample.papers;
    if (!used || !paper) throw new Error('The sample has three papers.');
    expect(await castBallot(cy, sample.secret, { ...paper, stamp: used.stamp }, { picks: [0] })).toMatchObject({
      code: 'forbidden',
    });
    expect(await castBallot(cy, sample.secret, used, { picks: [1] })).toMatchObject({ code: 'conflict' });
    expect(await castBallot(cy, sample.secret, paper, { picks: [0] })).toMatchObject({ ok: true });
    await count(sample.secret);
    expect(resultOf(sample.secret)).toMatchObject({ kind: 'counted', ballots: 3, tally: [2, 1] });
  });

  it('[PO13] gives out no more papers, and says why', async () => {
    await expect(takePaper(di, sample.secret)).rejects.toThrow('before an update');
    expect(di.state(poll).backs[sample.secret]?.papers).toEqual([]);
  });

  it('[PO17] never shows a result of one or two ballots, also with a smaller promised minimum', async () => {
    expect(find(chair, sample.small)?.setup.minimum).toBe(1);
    await count(sample.small);
    expect(resultOf(sample.small)).toEqual({ kind: 'tooFew' });
  });
});

describe('a named poll that was open during the update', () => {
  it('[PO5] knows the vote of a person who is here in another window', async () => {
    const again = await world.join({ id: 'again', name: 'Ada', role: 'participant', person: 'browser-of-ada' });
    expect(await again.ask(poll, 'vote', { poll: sample.named, answer: { picks: [1] } })).toMatchObject({ ok: true });
    expect(find(chair, sample.named)?.voted).toBe(1);
    expect(Object.keys(chair.state(poll).backs[sample.named]?.votes ?? {})).toEqual(['again']);
  });
});
