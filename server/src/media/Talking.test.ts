import { expect, it } from 'vitest';
import { holdOverMs, Talking } from './Talking.ts';
import { Happened } from './testing/Happened.ts';
import { TestClock } from './testing/TestClock.ts';

function listen() {
  const clock = new TestClock();
  const told = new Happened<readonly string[]>();
  return { clock, told, talking: new Talking(clock.after, told.push) };
}

it('tells the loudest first, and only changes', () => {
  const { told, talking } = listen();
  talking.hear([{ member: 'ann', level: -30 }]);
  talking.hear([{ member: 'ann', level: -32 }]);
  talking.hear([
    { member: 'ben', level: -10 },
    { member: 'ann', level: -30 },
  ]);
  expect(told.all).toEqual([['ann'], ['ben', 'ann']]);
});

it('holds a voice over the gap between two words', () => {
  const { clock, told, talking } = listen();
  talking.hear([{ member: 'ann', level: -30 }]);
  clock.turn(holdOverMs - 1);
  talking.hear([{ member: 'ann', level: -30 }]);
  clock.turn(holdOverMs - 1);
  expect(told.all).toEqual([['ann']]);
  clock.turn(1);
  expect(told.all).toEqual([['ann'], []]);
});

it('does not let two voices of the same loudness swap places at each measure', () => {
  const { told, talking } = listen();
  for (let i = 0; i < 20; i += 1) {
    const [ann, ben] = i % 2 ? [-22, -30] : [-20, -32];
    talking.hear([
      { member: 'ann', level: ann },
      { member: 'ben', level: ben },
    ]);
  }
  talking.hear([
    { member: 'ben', level: -18 },
    { member: 'ann', level: -24 },
  ]);
  expect(told.all).toEqual([['ann', 'ben']]);
});

it('forgets a muted or absent member at once, and leaves no timer', () => {
  const { clock, told, talking } = listen();
  talking.hear([
    { member: 'ann', level: -20 },
    { member: 'ben', level: -30 },
  ]);
  talking.drop('ann');
  talking.drop('cleo');
  talking.clear();
  talking.clear();
  expect(told.all).toEqual([['ann', 'ben'], ['ben'], []]);
  expect(clock.timers).toBe(0);
});

it('lets a clearly louder voice pass, and brings a loud newcomer to the front', () => {
  const { told, talking } = listen();
  talking.hear([
    { member: 'ann', level: -30 },
    { member: 'ben', level: -40 },
  ]);
  for (let i = 0; i < 10; i += 1)
    talking.hear([
      { member: 'ben', level: -15 },
      { member: 'ann', level: -30 },
    ]);
  talking.hear([
    { member: 'cleo', level: -10 },
    { member: 'ann', level: -30 },
  ]);
  expect(told.all).toEqual([
    ['ann', 'ben'],
    ['ben', 'ann'],
    ['cleo', 'ben', 'ann'],
  ]);
});
