import { firstTiers } from '@plenum/shared/api/tier/limits';
import { expect, it } from 'vitest';
import { draftOf, draftsOf, limitsOf, valueOf, wordsOfLimit } from './limits.ts';

it.each(firstTiers)('the limits of $id are the same after they were edited without a change', ({ limits }) => {
  expect(limitsOf(draftsOf(limits))).toEqual(limits);
});

it('takes recordings in gigabytes, and whole numbers only', () => {
  expect(draftOf('recordingBytes', 25_000_000_000)).toEqual({ is: 'number', text: '25' });
  expect(valueOf('recordingBytes', { is: 'number', text: '7' })).toBe(7_000_000_000);
  for (const text of ['', '-1', '1.5', '1e3', 'ten', '9999999999']) {
    expect(valueOf('spaces', { is: 'number', text }), text).toBe('wrong');
  }
  expect(valueOf('recordingBytes', { is: 'number', text: '9999999' })).toBe('wrong');
});

it('leaves out what is as in the tier', () => {
  expect(limitsOf(draftsOf({ participants: 7 }))).toEqual({ participants: 7 });
  expect(limitsOf({ ...draftsOf({}), spaces: { is: 'number', text: 'x' } })).toBeUndefined();
});

it('says a limit in words', () => {
  const words = { unlimited: 'unlimited', agreed: 'by agreement' };
  expect(wordsOfLimit('recordingBytes', 5_000_000_000, words, 'en')).toBe('5');
  expect(wordsOfLimit('hostAccounts', 'agreed', words, 'en')).toBe('by agreement');
});
