import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpeakerSelection, slotHoldMs } from './SpeakerSelection.ts';

const loud = -20;
const quiet = -85;

/** A few microphones; each sends a packet every 20 ms. */
class Scene {
  readonly selection: SpeakerSelection<string>;
  at = 0;

  constructor(slots = 3) {
    this.selection = new SpeakerSelection(slots);
  }

  /** For `ms`, these microphones have these levels. */
  play(ms: number, levels: Readonly<Record<string, number>>): void {
    for (const end = this.at + ms; this.at < end; this.at += 20) {
      for (const [mic, level] of Object.entries(levels)) this.selection.hear(mic, level, this.at);
    }
  }

  get holders(): readonly (string | undefined)[] {
    return this.selection.holders;
  }
}

describe('SpeakerSelection', () => {
  it('lets a loud voice in with its first packet, and a soft one with its second', () => {
    const scene = new Scene();
    scene.play(1_000, { ann: quiet, ben: quiet });
    expect(scene.selection.hear('ann', loud, scene.at)).toEqual({ slot: 0, talking: true, changed: true });
    expect(scene.selection.hear('ben', -55, scene.at).slot).toBeUndefined();
    expect(scene.selection.hear('ben', -55, scene.at + 20)).toEqual({ slot: 1, talking: true, changed: true });
  });

  it('keeps the slots of the preferred and of the loudest when fewer are in use, and lets all back in', () => {
    const scene = new Scene();
    const talk = { ann: -30, ben: -20, cleo: -40 };
    scene.play(1_000, talk);
    expect(scene.holders).toEqual(['ann', 'ben', 'cleo']);
    expect(scene.selection.limit(2, scene.at)).toBe(true);
    expect(scene.holders).toEqual(['ann', 'ben', undefined]);
    scene.selection.prefer((mic) => mic === 'ann');
    expect(scene.selection.limit(1, scene.at)).toBe(true);
    // However loud another is, and for however long.
    scene.play(5_000, talk);
    expect(scene.holders).toEqual(['ann', undefined, undefined]);
    expect(scene.selection.limit(Number.POSITIVE_INFINITY, scene.at)).toBe(false);
    scene.play(1_000, talk);
    expect(scene.holders).toEqual(['ann', 'ben', 'cleo']);
  });

  it('takes no click and no steady noise for a voice', () => {
    const scene = new Scene();
    scene.play(1_000, { ann: quiet });
    scene.play(20, { ann: -50 });
    scene.play(1_000, { ann: quiet });
    expect(scene.holders).toEqual([undefined, undefined, undefined]);
    scene.play(10_000, { fan: -55 });
    const { slot, talking } = scene.selection.hear('fan', -55, scene.at);
    expect({ slot, talking }).toEqual({ slot: undefined, talking: false });
  });

  it('lets a voice through that is as steady as music, for as long as it lasts', () => {
    const scene = new Scene();
    scene.play(60_000, { music: -25 });
    expect(scene.selection.hear('music', -25, scene.at)).toMatchObject({ slot: 0, talking: true });
  });

  it('sends nothing more of a silent holder after the hold, and lets it back into its own slot', () => {
    const scene = new Scene();
    scene.play(100, { ann: loud });
    scene.play(100, { ben: loud });
    scene.play(slotHoldMs - 200, { ben: quiet });
    expect(scene.selection.hear('ben', quiet, scene.at).slot).toBe(1);
    scene.play(400, { ben: quiet });
    expect(scene.selection.hear('ben', quiet, scene.at)).toEqual({ slot: undefined, talking: false, changed: false });
    expect(scene.selection.hear('ben', loud, scene.at)).toEqual({ slot: 1, talking: true, changed: false });
  });

  it('gives a slot away no sooner than the hold, and that of the longest silence first', () => {
    const scene = new Scene(2);
    scene.play(100, { ann: loud });
    scene.play(500, { ben: loud });
    scene.play(1_000, { ann: quiet, ben: quiet });
    scene.play(100, { cleo: loud });
    expect(scene.holders).toEqual(['ann', 'ben']);
    scene.play(500, { ann: quiet, ben: quiet });
    scene.play(100, { cleo: loud });
    expect(scene.holders).toEqual(['cleo', 'ben']);
  });

  it('gives somebody who is clearly louder the slot of the quietest, though not for a single shout', () => {
    const scene = new Scene(2);
    scene.play(2_000, { ann: -30, ben: -40 });
    scene.play(200, { ann: -30, ben: -40, cleo: -15 });
    expect(scene.holders).toEqual(['ann', 'ben']);
    scene.play(600, { ann: -30, ben: -40, cleo: -15 });
    expect(scene.holders).toEqual(['ann', 'cleo']);
    scene.play(3_000, { ann: -30, ben: -40, cleo: -15 });
    expect(scene.holders).toEqual(['ann', 'cleo']);
  });

  it('lets a preferred voice take the slot of the longest silence at once, and nobody take it from there', () => {
    const scene = new Scene(2);
    scene.selection.prefer((mic) => mic === 'presenter');
    scene.play(1_000, { ann: -20, ben: -20 });
    scene.play(200, { ann: quiet, ben: -20 });
    scene.play(20, { presenter: -30 });
    expect(scene.holders).toEqual(['presenter', 'ben']);
    scene.play(1_500, { presenter: -60, ben: -20, ann: -5 });
    expect(scene.holders).toEqual(['presenter', 'ann']);
  });

  it('forgets a microphone that is muted or gone', () => {
    const scene = new Scene(1);
    scene.play(100, { ann: loud });
    expect(scene.selection.drop('ann')).toBe(true);
    expect(scene.selection.drop('ann')).toBe(false);
    expect(scene.holders).toEqual([undefined]);
    scene.play(20, { ben: loud });
    expect(scene.holders).toEqual(['ben']);
  });

  it('gives each voice at most one slot, and passes on only voices with a slot', () => {
    const step = fc.record({
      mic: fc.constantFrom('ann', 'ben', 'cleo', 'dan', 'eve'),
      level: fc.integer({ min: -127, max: 0 }),
      waitMs: fc.integer({ min: 0, max: 400 }),
      drop: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), fc.integer({ min: 1, max: 4 }), (steps, slots) => {
        const selection = new SpeakerSelection<string>(slots);
        const voicedAt = new Map<string, number>();
        let at = 0;
        for (const { mic, level, waitMs, drop } of steps) {
          at += waitMs;
          const before = [...selection.holders];
          if (drop && waitMs > 350) selection.drop(mic);
          else {
            const { slot, talking, changed } = selection.hear(mic, level, at);
            if (talking) voicedAt.set(mic, at);
            if (slot !== undefined) expect(selection.holders[slot]).toBe(mic);
            expect(changed).toBe(selection.holders.some((holder, i) => holder !== before[i]));
            if (slot !== undefined) expect(at - (voicedAt.get(mic) ?? 0)).toBeLessThanOrEqual(slotHoldMs);
          }
          const held = selection.holders.filter((holder) => holder !== undefined);
          expect(selection.holders).toHaveLength(slots);
          expect(new Set(held).size).toBe(held.length);
        }
      }),
    );
  });
});
