import { describe, expect, it } from 'vitest';
import { linkIn } from './joinWay.ts';

const token = `${'a'.repeat(20)}.${'b'.repeat(20)}.${'c'.repeat(20)}`;

describe('the address of a signed link', () => {
  it('has its token in the query or behind the #, and may start at once', () => {
    const inQuery = linkIn({ search: `?token=${token}&start=now`, hash: '' });
    expect(inQuery).toEqual({ token, mark: 'c'.repeat(16), startsNow: true });
    expect(linkIn({ search: '', hash: `#token=${token}` })).toMatchObject({ token, startsNow: false });
  });

  it.each(['', 'a', 'a.b', `${token}.d`, `${'a'.repeat(5_000)}.bb.cc`, 'aa.bb.c/c', '<b>.<i>.<u>'])(
    'has no token in %s',
    (text) => {
      expect(linkIn({ search: `?token=${encodeURIComponent(text)}`, hash: '' })).toBeUndefined();
    },
  );
});
