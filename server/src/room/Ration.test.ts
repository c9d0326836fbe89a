import type { LogEntry } from '@plenum/shared/core/log';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/FakeClock.ts';
import { Member } from './Member.ts';
import { Ration } from './Ration.ts';

const kB = 1024;

function member(id: string): Member {
  return new Member(id, { state: 'offline', stopWaiting: () => undefined });
}

function entry(bytes: number): LogEntry {
  return { seq: 1, at: 1, feature: 'whiteboard', event: 'changed', payload: 'x'.repeat(bytes - 202) };
}

function isTaken(ration: Ration, by: Member, what: LogEntry): boolean {
  try {
    ration.take(by, [what], false);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'limited' });
    return false;
  }
}

/** The bytes that these members write in a minute when each asks every tenth of a second. */
function writtenInAMinute(ration: Ration, clock: FakeClock, people: readonly Member[], bytes: number): number {
  const what = entry(bytes);
  let written = 0;
  for (let tick = 0; tick < 600; tick += 1) {
    for (const one of people) if (isTaken(ration, one, what)) written += bytes;
    clock.advance(100);
  }
  return written;
}

function create(hasSpace: (isVital: boolean) => boolean = () => true): { ration: Ration; clock: FakeClock } {
  const clock = new FakeClock();
  return { ration: new Ration({ clock, hasSpace, isDiskFull: () => false, addressSeats: 500 }), clock };
}

describe('a ration of bytes', () => {
  it('gives one member a page at once and then 64 kB a second', () => {
    const { ration, clock } = create();
    const ana = member('ana');
    expect(writtenInAMinute(ration, clock, [ana], 60 * kB)).toBeLessThanOrEqual((8 * 1024 + 60 * 64 + 60) * kB);
    expect(writtenInAMinute(ration, clock, [ana], 60 * kB)).toBeLessThanOrEqual((60 * 64 + 60) * kB);
  });

  it('gives a room 256 kB a second, and quiet members some words beyond it', () => {
    const { ration, clock } = create();
    const loud = Array.from({ length: 20 }, (_, n) => member(`loud-${n}`));
    writtenInAMinute(ration, clock, loud, 60 * kB);
    writtenInAMinute(ration, clock, loud, 60 * kB);
    // Beside the ration of the room, the loud members get only what every member gets.
    expect(writtenInAMinute(ration, clock, loud, 60 * kB)).toBeLessThanOrEqual((256 + 20) * 60 * kB + 20 * 61 * kB);
    const ana = member('ana');
    const much = entry(60 * kB);
    for (let said = 0; said < 20; said += 1) {
      for (const one of loud) isTaken(ration, one, much);
      expect(isTaken(ration, ana, entry(500))).toBe(true);
      clock.advance(500);
    }
  });

  it('never refuses thirty people who draw at once', () => {
    const { ration, clock } = create();
    const people = Array.from({ length: 30 }, (_, n) => member(`hand-${n}`));
    // A stroke and a dragged shape each second, for an hour.
    for (let second = 0; second < 3_600; second += 1) {
      for (const one of people) ration.take(one, [entry(2 * kB), entry(300)], false);
      clock.advance(1_000);
    }
  });

  it('lets vital commands pass when others are refused, large ones a few times', () => {
    const { ration, clock } = create();
    const [ana, host] = [member('ana'), member('host')];
    writtenInAMinute(ration, clock, [ana], 60 * kB);
    for (let n = 0; n < 1_000; n += 1) ration.take(host, [entry(kB)], true);
    ration.take(host, [entry(30 * 1024 * kB)], true);
    ration.take(host, [entry(30 * 1024 * kB)], true);
    expect(() => ration.take(host, [entry(30 * 1024 * kB)], true)).toThrow('Wait a minute');
    ration.take(host, [entry(kB)], true);
  });

  it('lets every member send a few vital commands when the log has no space left', () => {
    const { ration, clock } = create(() => false);
    const [host, ana] = [member('host'), member('ana')];
    expect(() => ration.take(host, [entry(300)], false)).toThrow(expect.objectContaining({ code: 'full' }));
    expect(() => ration.take(host, [entry(20 * kB)], true)).toThrow(expect.objectContaining({ code: 'full' }));
    let taken = 0;
    for (; taken < 100; taken += 1) {
      try {
        ration.take(ana, [entry(500)], true);
      } catch (error) {
        expect(error).toMatchObject({ code: 'full' });
        break;
      }
    }
    expect(taken).toBeLessThan(15);
    // The bytes that another member has used do not count for the host.
    ration.take(host, [entry(500)], true);
    clock.advance(60_000);
    ration.take(ana, [entry(500)], true);
  });

  it('says that the room is full before it takes a token, and takes none for a command that writes nothing', () => {
    const { ration } = create((isVital) => isVital);
    const ana = member('ana');
    expect(() => ration.take(ana, [entry(kB)], false)).toThrow(expect.objectContaining({ code: 'full' }));
    ration.take(ana, [entry(kB)], true);
    ration.take(ana, [], false);
  });

  it('lets a school in twice at once from one address, and then two people a second', () => {
    const { ration, clock } = create();
    const guest = { role: 'participant', origin: 'school' } as const;
    const come = (comer: Parameters<Ration['takeComer']>[0]) => {
      try {
        ration.takeComer(comer, [entry(500)]);
        return true;
      } catch (error) {
        expect(error).toMatchObject({ code: 'limited', message: expect.stringContaining('your network') });
        return false;
      }
    };
    const many = (comer: Parameters<Ration['takeComer']>[0], count: number) =>
      Array.from({ length: count }, () => come(comer)).filter(Boolean).length;
    expect(many(guest, 1_100)).toBe(1_000);
    expect(many({ ...guest, standing: 'member' }, 10)).toBe(10);
    expect(many({ ...guest, role: 'moderator' }, 10)).toBe(10);
    expect(many({ ...guest, origin: 'home' }, 10)).toBe(10);
    clock.advance(10_000);
    expect(many(guest, 100)).toBe(20);
  });
});
