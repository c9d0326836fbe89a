import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { abilities } from '@plenum/shared/features/abilities';
import type { Command, Contract } from '@plenum/shared/core/contract';
import { features } from '@plenum/shared/features/index';
import { spoilt } from './arbitrary.ts';
import { type Client, World } from './world.ts';

/** Three members in a room; the caller is its host. */
export interface Scene {
  readonly world: World;
  readonly asker: Client;
  readonly others: readonly Client[];
}

/** For each command of a contract: an input that the scene accepts. */
export type Samples = Readonly<Record<string, unknown>>;

/** Brings a scene to where the samples are accepted; the returned samples replace those known beforehand. */
export type Prepare = (scene: Scene) => Promise<Samples | void>;

async function sceneOf(prepare: Prepare | undefined) {
  const world = await World.create();
  const asker = await world.enter('Ana', 'host');
  const scene: Scene = { world, asker, others: [await world.enter('Ben'), await world.enter('Cleo')] };
  const prepared: Samples = (await prepare?.(scene)) ?? {};
  return { ...scene, prepared };
}

function abilitiesOf({ needs }: Command): readonly string[] {
  if (needs === undefined) return [];
  return typeof needs === 'string' ? [needs] : Object.values(needs.of);
}

async function expectViewsAgree(world: World, clients: readonly Client[]): Promise<void> {
  await world.idle();
  const room = await world.room();
  for (const client of clients) {
    if (!room.find(client.seat.id)) continue;
    const believed = structuredClone(client.states);
    expect(await world.freshView(client)).toEqual(believed);
  }
}

/** The rules that every command of every feature keeps. */
export function keepsTheLaw(contract: Contract, samples: Samples, prepare?: Prepare): void {
  const scene = async () => {
    const { prepared, ...rest } = await sceneOf(prepare);
    const all: Samples = { ...samples, ...prepared };
    return { ...rest, samples: all };
  };
  describe(`${contract.name} keeps the rules of all commands`, () => {
    it('has a sample for each command', () => {
      expect(Object.keys(samples).sort()).toEqual(Object.keys(contract.commands).sort());
    });

    for (const [verb, command] of Object.entries(contract.commands)) {
      const name = `${contract.name}:${verb}`;

      it(`${name}: answers and events match their schemas, and old view + events = fresh view for everyone`, async () => {
        const { world, asker, others, samples } = await scene();
        const reply = await asker.askRaw(name, samples[verb]);
        expect(reply).toMatchObject({ ok: true });
        if (reply.ok) expect(command.output.safeParse(reply.value).error).toBeUndefined();
        for (const { name: heard, payload } of [...asker.frames, ...others.flatMap(({ frames }) => frames)]) {
          const [feature = '', event = ''] = heard.split(':');
          const schema = features.find((reducer) => reducer.contract.name === feature)?.contract.events[event]?.payload;
          expect(schema?.safeParse(payload).success, heard).toBe(true);
        }
        await expectViewsAgree(world, [asker, ...others]);
      });

      it(`${name}: a retry with the same key happens once`, async () => {
        const { world, asker, samples } = await scene();
        const before = world.log.logOf('test-room').length;
        const first = await asker.askRaw(name, samples[verb], 'same-key');
        const length = world.log.logOf('test-room').length;
        // A retry of a command without a durable event is not recognised, and changes nothing either.
        const again = await asker.askRaw(name, samples[verb], 'same-key');
        expect(world.log.logOf('test-room')).toHaveLength(length);
        if (length > before) expect(again).toEqual(first);
      });

      for (const ability of abilitiesOf(command)) {
        it(`${name}: refused without ${ability}, and nothing changes`, async () => {
          const { world, asker, others, samples } = await scene();
          world.rights = () => abilities.filter((other) => other !== ability);
          const before = structuredClone(asker.states);
          expect(await asker.askRaw(name, samples[verb])).toMatchObject({ ok: false, code: 'forbidden' });
          expect(asker.states).toEqual(before);
          await expectViewsAgree(world, others);
        });
      }

      it(`${name}: malformed input is a typed error for its sender alone`, async () => {
        const { world, asker, others } = await scene();
        await fc.assert(
          fc.asyncProperty(spoilt(command.input), async (input) => {
            fc.pre(!command.input.safeParse(input).success);
            world.clock.advance(60_000 / 2);
            const heard = others.map(({ frames }) => frames.length);
            const length = world.log.logOf('test-room').length;
            expect(await asker.askRaw(name, input)).toMatchObject({ ok: false, code: 'invalid' });
            expect(others.map(({ frames }) => frames.length)).toEqual(heard);
            expect(world.log.logOf('test-room')).toHaveLength(length);
          }),
          { numRuns: 200 },
        );
        expect(world.reports).toEqual([]);
      });
    }
  });
}
