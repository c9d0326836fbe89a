import { beforeEach, describe, expect, it } from 'vitest';
import { Refused } from './Refused.ts';
import { Turns } from './Turns.ts';

const waiting = { all: 20, room: 14, person: 12 };
let turns: Turns;
/** What began, in order, and what is under way. */
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

/** Ends what is under way, and waits until what follows has begun. */
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

  it('[SL16] of a person and of a room one at the same time, whatever is free', async () => {
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

  it('[SL16] leaving and coming back wins no turn', async () => {
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

  it('[SL16] each that waits hears its place, and again when that changes', async () => {
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

  it('[SL16] more than a few of one person are refused, and a full house makes place for who has little in it', async () => {
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
