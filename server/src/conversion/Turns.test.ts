import { beforeEach, describe, expect, it } from 'vitest';
import { Refused } from './Refused.ts';
import { Turns } from './Turns.ts';

const waiting = { all: 20, room: 14, person: 12 };
let turns: Turns;
/** The jobs that started, in order, and the jobs that run. */
let begun: string[];
let ends: Map<string, () => void>;
let refused: Map<string, string>;
let places: string[];
let gone: Map<string, AbortController>;

beforeEach(() => {
  turns = new Turns({ atOnce: 1, waiting });
  [begun, places] = [[], []];
  [ends, refused, gone] = [new Map(), new Map(), new Map()];
});

function ask(person: string, room = 'R', name = person): void {
  const controller = new AbortController();
  gone.set(name, controller);
  const onPlace = (place: number) => places.push(`${name} ${place}`);
  const work = () => {
    begun.push(name);
    return new Promise<void>((resolve) => ends.set(name, resolve));
  };
  turns.take({ room, person, signal: controller.signal, onPlace }, work).catch((error: unknown) => {
    refused.set(name, error instanceof Refused ? error.reason : String(error));
  });
}

/** Ends the running jobs and waits until the next ones have started. */
async function end(name: string): Promise<void> {
  ends.get(name)?.();
  await settled();
}

async function settled(): Promise<void> {
  for (let round = 0; round < 10; round += 1) await Promise.resolve();
}

describe('turns', () => {
  it('[SL16] twelve files of one member let the file of another wait for one turn', async () => {
    for (let file = 1; file <= 12; file += 1) ask('ana', 'R', `ana-${file}`);
    await settled();
    ask('ben');
    await end('ana-1');
    expect(begun).toEqual(['ana-1', 'ben']);
    await end('ben');
    expect(begun.at(-1)).toBe('ana-2');
  });

  it('[SL16] go round rooms first, so that many people in one room do not keep another room waiting', async () => {
    for (const person of ['ana', 'ben', 'cem']) ask(person, 'full');
    await settled();
    ask('dia', 'other', 'dia-1');
    ask('dia', 'other', 'dia-2');
    for (const name of ['ana', 'dia-1', 'ben', 'dia-2', 'cem']) {
      expect(begun.at(-1)).toBe(name);
      await end(name);
    }
  });

  it('[SL16] run one job of a person and of a room at a time, also when more could run', async () => {
    turns = new Turns({ atOnce: 3, waiting });
    ask('ana', 'R', 'ana-1');
    ask('ben', 'R');
    ask('ana', 'other', 'ana-2');
    ask('cem', 'third');
    await settled();
    expect(begun).toEqual(['ana-1', 'cem']);
    await end('ana-1');
    expect(begun.slice(2).toSorted()).toEqual(['ana-2', 'ben']);
  });

  it('[SL16] a return to the queue gains no turn', async () => {
    ask('ana');
    await settled();
    ask('ben');
    await end('ana');
    ask('ana', 'R', 'ana again');
    ask('cem');
    await end('ben');
    await end('ana again');
    expect(begun).toEqual(['ana', 'ben', 'ana again', 'cem']);
  });

  it('[SL16] each waiting job gets its position, and again when it changes', async () => {
    ask('ana', 'R', 'ana-1');
    ask('ana', 'R', 'ana-2');
    ask('ana', 'R', 'ana-3');
    await settled();
    expect(places).toEqual(['ana-2 1', 'ana-3 2']);
    ask('ben');
    await settled();
    expect(places.slice(2)).toEqual(['ben 1', 'ana-2 2', 'ana-3 3']);
    gone.get('ben')?.abort();
    await settled();
    expect(places.slice(5)).toEqual(['ana-2 1', 'ana-3 2']);
    expect(refused.get('ben')).toBe('broken');
  });

  it('[SL16] jobs beyond a person’s bound are refused, and a full queue drops a job of the largest room for a smaller one', async () => {
    for (let file = 0; file <= 13; file += 1) ask('ana', 'A', `ana-${file}`);
    await settled();
    expect([...refused]).toEqual([['ana-13', 'busy']]);
    for (let person = 0; person < 8; person += 1) ask(`ben-${person}`, 'B');
    ask('cem', 'C');
    await settled();
    expect([...refused.keys()]).toEqual(['ana-13', 'ana-12']);
    await end('ana-0');
    expect(begun).toEqual(['ana-0', 'ben-0']);
  });

  it('goes on when work fails', async () => {
    const signal = new AbortController().signal;
    const failing = turns.take({ room: 'R', person: 'ana', signal, onPlace: () => {} }, () =>
      Promise.reject(new Error('no')),
    );
    ask('ben');
    await expect(failing).rejects.toThrow('no');
    await settled();
    expect(begun).toEqual(['ben']);
  });
});
