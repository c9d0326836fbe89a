import type { SpaceCard, SpaceSign } from '@plenum/shared/api/space/contract';
import { firstSettings } from '@plenum/shared/api/space/settings';
import { AppError, LimitMet } from '@plenum/shared/core/errors';
import { describe, expect, it } from 'vitest';
import { asksForCode, codeInHash, infoOf, isWhole, waitsForBegin, wordsOfSpaceRefusal } from '../space/spaceDoor.ts';
import { personHours, shareOf } from '../service/meters.ts';
import { partOfDay, wordsOfBytes, wordsOfMonth } from '../service/words.ts';
import { attendanceOf } from './attendance.ts';
import { liveFirst } from './cards.ts';
import { changeOf, type Draft, wrongIn } from './settings.ts';

const sign: SpaceSign = {
  slug: 'hall-abc',
  title: 'Hall',
  organisation: 'Co-op',
  look: { welcome: '', sender: '', colour: '' },
  people: 0,
  full: false,
  door: 'open',
  start: 'everyone',
  accounts: false,
  as: 'none',
};

describe('the way in by the link of a space', () => {
  it('waits for a host where the link may not begin, and not for a host or beside people', () => {
    expect(waitsForBegin(sign, false)).toBe(false);
    expect(waitsForBegin({ ...sign, start: 'hosts' }, true)).toBe(true);
    expect(waitsForBegin({ ...sign, start: 'members' }, false)).toBe(true);
    expect(waitsForBegin({ ...sign, start: 'members' }, true)).toBe(false);
    expect(waitsForBegin({ ...sign, start: 'hosts', people: 1 }, false)).toBe(false);
    expect(waitsForBegin({ ...sign, start: 'hosts', as: 'host' }, false)).toBe(false);
  });

  it('shows the door as this person meets it', () => {
    expect(infoOf({ ...sign, start: 'hosts' }, false).door).toBe('closed');
    expect(infoOf({ ...sign, door: 'ask' }, false).door).toBe('ask');
    expect(infoOf({ ...sign, door: 'ask' }, true).door).toBe('open');
    expect(infoOf({ ...sign, door: 'closed', as: 'owner' }, false).door).toBe('open');
    // A meeting that has ended begins anew.
    expect(infoOf({ ...sign, door: 'ended' }, false).door).toBe('open');
  });

  it('asks for a code where one helps', () => {
    expect(asksForCode(sign)).toBe(false);
    expect(asksForCode({ ...sign, door: 'members' })).toBe(true);
    expect(asksForCode({ ...sign, start: 'members' })).toBe(true);
    expect(asksForCode({ ...sign, door: 'members', as: 'owner' })).toBe(false);
  });

  it('takes a code from the link, and knows when one is complete', () => {
    expect(codeInHash('#code=abcd-efgh-jkmn-pqrs')).toBe('abcd-efgh-jkmn-pqrs');
    expect(codeInHash('#code=<script>')).toBe('');
    expect(codeInHash('')).toBe('');
    expect(isWhole('ABCD efgh-jkmn pqrs')).toBe(true);
    expect(isWhole('abcd-efgh')).toBe(false);
  });

  it('has own words for what only a space refuses', () => {
    expect(wordsOfSpaceRefusal(new AppError('closed', 'no', 'notStarted'))).toBe('notBegun');
    expect(wordsOfSpaceRefusal(new AppError('forbidden', 'no', 'signIn'))).toBe('signInFirst');
    const met = { limit: 'participants', most: 2, whose: 'Co-op', tier: 'Basic', remedies: [] } as const;
    expect(wordsOfSpaceRefusal(new LimitMet('full', { ...met, remedies: [] }))).toBe('tierFull');
    expect(wordsOfSpaceRefusal(new AppError('full', 'no', 'windows'))).toBeUndefined();
  });
});

describe('the home', () => {
  const card = (id: string, people: number, lastMeeting?: number): SpaceCard => ({
    id,
    slug: id,
    title: id,
    organisation: 'o',
    as: 'owner',
    people,
    ...(lastMeeting !== undefined && { lastMeeting }),
  });

  it('shows first what runs now, then the spaces as they were used last', () => {
    const { live, all } = liveFirst([card('a', 0), card('b', 2, 10), card('c', 7, 5), card('d', 0, 20)]);
    expect(live.map(({ id }) => id)).toEqual(['c', 'b']);
    expect(all.map(({ id }) => id)).toEqual(['d', 'b', 'c', 'a']);
  });

  it('puts amounts into words', () => {
    expect(personHours({ participantMinutes: 90 })).toBe(1.5);
    expect(personHours({ participantMinutes: 6_000 })).toBe(100);
    expect(shareOf({ limit: 'spaces', used: 4, most: 5 })).toBe(0.8);
    expect(shareOf({ limit: 'spaces', used: 4, most: undefined })).toBeUndefined();
    expect(shareOf({ limit: 'spaces', used: 4, most: 0 })).toBe(1);
    expect(wordsOfBytes(31_400_000_000, 'en')).toBe('31.4 GB');
    expect(wordsOfBytes(0, 'en')).toBe('0 byte');
    expect(wordsOfMonth('2026-11', 'en')).toBe('November 2026');
    expect([4, 5, 12, 18, 23].map(partOfDay)).toEqual(['evening', 'morning', 'afternoon', 'evening', 'evening']);
  });
});

describe('the settings of a space', () => {
  const draft: Draft = { title: 'Hall', settings: { ...firstSettings, people: 9 }, people: '9' };

  it('are checked by field', () => {
    expect(wrongIn(draft)).toEqual({ title: false, people: false });
    expect(wrongIn({ ...draft, title: ' ', people: '1' })).toEqual({ title: true, people: true });
    expect(wrongIn({ ...draft, people: 'many' }).people).toBe(true);
    expect(wrongIn({ ...draft, people: '' }).people).toBe(false);
  });

  it('forget the number of people when the field is empty', () => {
    expect(changeOf(draft).settings.people).toBe(9);
    expect(changeOf({ ...draft, people: '' }).settings).not.toHaveProperty('people');
  });
});

it('attendance joins the stays of a person who came back, and not those of two with one name', () => {
  const stay = (name: string, joinedAt: number, leftAt?: number) => ({
    name,
    role: 'participant' as const,
    joinedAt,
    ...(leftAt !== undefined && { leftAt }),
  });
  const rows = attendanceOf([stay('Ben', 30, 40), stay('Ana', 0), stay('Ben', 10, 20), stay('Ben', 15, 50)]);
  expect(rows.map(({ name, joinedAt, stayedMs }) => [name, joinedAt, stayedMs])).toEqual([
    ['Ana', 0, undefined],
    ['Ben', 10, 20],
    ['Ben', 15, 35],
  ]);
});
