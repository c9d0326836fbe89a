import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Contract, Schema } from '@plenum/shared/core/contract';
import { readPayload, readState, versionOfEvent } from '@plenum/shared/core/versions';
import { features } from '@plenum/shared/features/index';

const fixtures = join(import.meta.dirname, 'fixtures');

/** One entry of one feature's log. `state` is the state after it when it was recorded; undefined when it changed nothing. */
const Sample = z.object({
  story: z.int(),
  seq: z.int(),
  at: z.int(),
  event: z.string(),
  version: z.optional(z.int()),
  payload: z.unknown(),
  state: z.optional(z.unknown()),
  stateVersion: z.optional(z.int()),
});
type Sample = z.infer<typeof Sample>;

function samplesOf(feature: string): Map<string, Sample[]> {
  const stories = new Map<string, Sample[]>();
  for (const folder of readdirSync(fixtures).filter((name) => name.startsWith('events-'))) {
    if (!readdirSync(join(fixtures, folder)).includes(`${feature}.jsonl`)) continue;
    const lines = readFileSync(join(fixtures, folder, `${feature}.jsonl`), 'utf8')
      .trimEnd()
      .split('\n');
    for (const line of lines) {
      const sample = Sample.parse(JSON.parse(line));
      const name = `${folder}, story ${sample.story}`;
      stories.set(name, [...(stories.get(name) ?? []), sample]);
    }
  }
  return stories;
}

const recipe = '"Changing an event" in CONTRIBUTING.md says how.';
const broken = (what: string) =>
  `Logs of older versions have ${what}, and today's code reads it differently. Do not change the sample: give the event ` +
  `a new version and an upcast, or let the reducer take the old form. ${recipe}`;

function durableEvents({ events }: Contract): string[] {
  return Object.entries(events).flatMap(([name, { kind }]) => (kind === 'durable' ? [name] : []));
}

describe.each(features.map((reducer) => [reducer.contract.name, reducer] as const))(
  'the old logs of %s',
  (name, reducer) => {
    const { contract } = reducer;
    const stories = samplesOf(name);

    it.each([...stories])('%s: are read, and give the same state', (_, samples) => {
      let state = reducer.initial;
      for (const { event, version, payload, seq, at, ...recorded } of samples) {
        const what = `${name}:${event} (version ${version ?? 1}, entry ${seq})`;
        const entry = { feature: name, event, payload, seq, at, ...(version !== undefined && { version }) };
        const read = readPayload(contract, entry);
        expect(read, broken(what)).toMatchObject({ kind: 'current' });
        if (read.kind !== 'current') return;
        state = reducer.reduce(state, event, read.value, { seq, at });
        if (recorded.state === undefined) continue;
        const kept = readState(contract, recorded.state, recorded.stateVersion);
        expect(kept, broken(`the state of ${name} after ${what}`)).toMatchObject({ kind: 'current' });
        const isAsRecorded = (recorded.stateVersion ?? 1) === contract.stateUpcasts.length + 1;
        const before = isAsRecorded || kept.kind !== 'current' ? recorded.state : kept.value;
        expect(JSON.parse(JSON.stringify(state)), broken(what)).toMatchObject(Object(before));
      }
    });

    it('have a sample of each event in its current version', () => {
      const present = [...stories.values()].flat();
      const missing = durableEvents(contract).filter((event) => {
        const { version } = versionOfEvent(contract, event);
        return !present.some((sample) => sample.event === event && sample.version === version);
      });
      const words = `Add entries with these events to the newest folder of server/test/fixtures/events-*. ${recipe}`;
      expect(missing, words).toEqual([]);
    });
  },
);

describe('the schemas of logs and snapshots', () => {
  const Shapes = z.record(z.string(), z.string());
  const kept = Shapes.parse(JSON.parse(readFileSync(join(fixtures, 'shapes.json'), 'utf8')));
  const shapes = features.flatMap(({ contract }): (readonly [string, string])[] => [
    [`${contract.name} ${contract.stateUpcasts.length + 1}`, shapeOf(contract.state)],
    ...durableEvents(contract).map((event) => {
      const version = versionOfEvent(contract, event).version ?? 1;
      return [`${contract.name}:${event} ${version}`, shapeOf(contract.events[event]?.payload)] as const;
    }),
  ]);

  it.each(shapes)('%s has the recorded shape', (name, shape) => {
    const words =
      `The schema of "${name}" has changed. If all that was ever stored still fits and means the same (a new field with a ` +
      `default, a wider bound), write "${name}": "${shape}" into server/test/fixtures/shapes.json. Otherwise it is a new ` +
      `version. ${recipe}`;
    expect(kept[name], words).toBe(shape);
  });
});

/** A short word for the shape of a schema. */
function shapeOf(schema: Schema | undefined): string {
  if (!schema) throw new Error('There is no schema.');
  const description: unknown = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return createHash('sha256')
    .update(JSON.stringify(sorted(description)))
    .digest('hex')
    .slice(0, 12);
}

/** The same for every order of the names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(sorted).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}
