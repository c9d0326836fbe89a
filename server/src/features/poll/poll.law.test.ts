import { beforeEach, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { scheme } from '@plenum/shared/ballot/scheme';
import { poll } from '@plenum/shared/features/poll/contract';
import type { Answer, PollSetup } from '@plenum/shared/features/poll/setup';
import { fitting, hostile, spoilt } from '../../../test/arbitrary.ts';
import { codeOf, openPoll, takePaper } from '../../../test/ballots.ts';
import { keepsTheLaw, type Scene } from '../../../test/law.ts';
import { type Client, roomId, World } from '../../../test/world.ts';

const yes: Answer = { picks: [0] };
const no: Answer = { picks: [1] };
const setup: PollSetup = { question: 'Shall we?', choice: { kind: 'yesNo' }, secret: false };
const anyPaper = { serial: 'a'.repeat(64), stamp: 'b'.repeat(64), code: codeOf('any') };
/** The base point of the standard. */
const point = '036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296';

/** Polls in every state; the samples of the law test fit them. */
async function prepare({ asker, others }: Scene) {
  const named = await openPoll(asker, {});
  const secret = await openPoll(asker, { secret: true });
  const over = await openPoll(asker, {});
  await asker.ask(poll, 'draft', { setup });
  const [draft] = asker.state(poll).drafts;
  for (const client of others) await client.ask(poll, 'vote', { poll: over, answer: yes });
  await asker.ask(poll, 'close', { poll: over });
  const mine = await openPoll(asker, { secret: true });
  const paper = await takePaper(asker, mine);
  return {
    discard: { id: draft?.id },
    openDraft: { id: draft?.id },
    vote: { poll: named, answer: yes },
    paper: { poll: secret, scheme, blinded: point },
    cast: { poll: mine, ...paper, code: codeOf('ana'), answer: no },
    close: { poll: named },
    publish: { poll: over, names: true },
    withhold: { poll: over },
    remove: { poll: over },
  };
}

keepsTheLaw(
  poll,
  {
    draft: { setup },
    discard: {},
    open: { setup },
    openDraft: {},
    vote: {},
    paper: {},
    cast: {},
    close: {},
    publish: {},
    withhold: {},
    remove: {},
  },
  prepare,
);

let world: World;
let ana: Client;
let ben: Client;
let cleo: Client;

beforeEach(async () => {
  world = await World.create();
  [ana, ben, cleo] = [await world.enter('Ana', 'host'), await world.enter('Ben'), await world.enter('Cleo')];
});

describe('with polls in every state', () => {
  it.each(Object.entries(poll.commands))('%s survives any input', async (verb, { input, output }) => {
    await prepare({ world, asker: ana, others: [ben, cleo] });
    const codes = ['invalid', 'forbidden', 'notFound', 'conflict', 'limited', 'full'];
    await fc.assert(
      fc.asyncProperty(fc.oneof(fitting(input), spoilt(input), hostile), async (raw) => {
        world.clock.advance(60_000);
        await world.idle();
        const [heard, length] = [ben.frames.length, world.log.logOf(roomId).length];
        const reply = await ana.askRaw(`poll:${verb}`, raw);
        if (reply.ok) expect(output.safeParse(reply.value).success).toBe(true);
        else {
          expect(codes).toContain(reply.code);
          expect([ben.frames.length, world.log.logOf(roomId).length]).toEqual([heard, length]);
        }
        expect(world.reports).toEqual([]);
      }),
      { numRuns: Number(process.env['PLENUM_FUZZ_RUNS'] ?? 200) },
    );
    await world.idle();
    for (const client of [ana, ben, cleo]) {
      const believed = structuredClone(client.states['poll']);
      expect((await world.freshView(client))['poll']).toEqual(believed);
    }
  });

  it('refuses papers and ballots of the right shape and wrong content', async () => {
    const id = await openPoll(ana, { secret: true });
    for (const input of [
      { poll: id, ...anyPaper, answer: yes },
      { poll: 'id-1', ...anyPaper, answer: yes },
    ]) {
      expect((await ben.ask(poll, 'cast', input)).ok).toBe(false);
    }
    expect(await ben.ask(poll, 'paper', { poll: id, scheme, blinded: `02${'f'.repeat(64)}` })).toMatchObject({
      code: 'invalid',
    });
    expect(ben.state(poll).backs[id]?.papers).toEqual([]);
  });
});
