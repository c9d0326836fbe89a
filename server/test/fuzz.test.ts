import { setImmediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '@plenum/shared/core/contract';
import { AppError, errorCodes } from '@plenum/shared/core/errors';
import { features } from '@plenum/shared/features/index';
import { fitting, hostile, spoilt } from './arbitrary.ts';
import { roomId, World } from './world.ts';

/** 200 in every test run; a nightly script raises the number. */
const numRuns = Number(process.env['PLENUM_FUZZ_RUNS'] ?? 200);

const messages = (kind: 'commands' | 'requests') =>
  features.flatMap(({ contract }) =>
    Object.entries(contract[kind]).map(([verb, definition]): [string, Command] => [
      `${contract.name}:${verb}`,
      definition,
    ]),
  );
const inputsOf = ({ input }: Command) => fc.oneof(fitting(input), spoilt(input), hostile);
const codes: readonly string[] = errorCodes.filter((code) => code !== 'internal');

/** Waits for the work that an earlier command has started: rooms open after it. */
async function settled({ log }: World): Promise<void> {
  let before: number;
  do {
    before = log.logOf(roomId).length;
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  } while (log.logOf(roomId).length !== before);
}

describe.each(messages('commands'))('%s', (name, command) => {
  it('answers every input with ok or a typed error for its sender; refused input changes nothing and sends nothing', async () => {
    const world = await World.create();
    await fc.assert(
      fc.asyncProperty(inputsOf(command), async (input) => {
        const ana = await world.enter('Ana', 'host');
        const ben = await world.enter('Ben');
        world.clock.advance(50_000);
        await settled(world);
        const [heard, length] = [ben.frames.length, world.log.logOf(roomId).length];
        const reply = await ana.askRaw(name, input, `${name.replace(':', '-')}-${length}`);
        if (reply.ok) expect(command.output.safeParse(reply.value).success).toBe(true);
        else {
          expect(codes).toContain(reply.code);
          expect(ben.frames).toHaveLength(heard);
          expect(world.log.logOf(roomId)).toHaveLength(length);
        }
        expect(world.reports).toEqual([]);
      }),
      { numRuns },
    );
  });
});

describe.each(messages('requests'))('%s', (name, request) => {
  it('passes the door only when its schema accepts it', async () => {
    const world = await World.create();
    await world.enter('Ana', 'host');
    const room = await world.room();
    fc.assert(
      fc.property(inputsOf(request), (input) => {
        world.clock.advance(10_000);
        const fits = request.input.safeParse(input).success;
        const admit = () => room.admit('ana', 'requests', name, input);
        if (fits) expect(admit).not.toThrow();
        else expect(admit).toThrow(AppError);
      }),
      { numRuns },
    );
  });
});

describe('the fuzz reaches both cases', () => {
  it.each([...messages('commands'), ...messages('requests')])(
    '%s: it makes input that fits and input that does not',
    (_name, { input }) => {
      const fits = (value: unknown) => input.safeParse(value).success;
      expect(fc.sample(fitting(input), { numRuns: 200, seed: 1 }).some(fits)).toBe(true);
      expect(fc.sample(spoilt(input), { numRuns: 200, seed: 1 }).every(fits)).toBe(false);
    },
  );
});
