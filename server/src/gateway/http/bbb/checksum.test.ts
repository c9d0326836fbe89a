import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checksumAlgorithms, signerOf } from './checksum.ts';
import { parametersOf, queryIn, readQuery } from './query.ts';

const secret = '639259d4-9dd8-4b25-bf01-95f9567eaf4b';
const mine = { owner: '', secret };
const query = 'name=Test+Meeting&meetingID=abc123&attendeePW=111222&moderatorPW=333444';
/** The vectors of the API's own documentation. */
const vectors = [
  ['create', query, '1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17'],
  ['create', query, 'da9185f7f333cfdfcd6eeac32dca3777510c4c436020d8b887ba5515bd1d189e'],
  ['create', query, '891ac633df39d0a1b4f8d597f3e190833216c4b29c4fb51ea3ca72757eeb958d6e7b49a845cf29f5c6019c7d29d029d1'],
  [
    'create',
    query,
    'de73ad61d11a5c801b68d4bd6ec5248546085cefb0b25c85f3c46249ea93a3a4b120f92c0a8a58d7512cb77821884951a3b01245f3435dbbef49fff3cc3988b4',
  ],
  ['getMeetings', '', '2027baa7771026e9e93392f55031535d1444c41f'],
  ['hooks/list', '', 'bad2823988b7bfd7f907736d9c2fd17c938f0183580fa428ce0cd54205779b3a'],
] as const;

describe('signerOf', () => {
  it.each(vectors)('knows the published checksum of %s', (call, signed, checksum) => {
    expect(signerOf({ call, query: signed, checksum }, [mine], checksumAlgorithms)).toBe(mine);
    expect(signerOf({ call, query: signed, checksum: checksum.toUpperCase() }, [mine], checksumAlgorithms)).toBe(mine);
  });

  it('refuses a checksum that is missing, short, of another call, of another secret, or no hex', () => {
    const right = vectors[0][2];
    const wrong = [undefined, '', right.slice(1), `${right}0`, right.replace('1', '2'), 'z'.repeat(40), ' '.repeat(40)];
    for (const checksum of wrong) {
      expect(
        signerOf({ call: 'create', query, checksum }, [mine], checksumAlgorithms),
        String(checksum),
      ).toBeUndefined();
    }
    expect(signerOf({ call: 'join', query, checksum: right }, [mine], checksumAlgorithms)).toBeUndefined();
    const other = { owner: '', secret: secret.toUpperCase() };
    expect(signerOf({ call: 'create', query, checksum: right }, [other], checksumAlgorithms)).toBeUndefined();
  });

  it('refuses each hash function that is switched off', () => {
    for (const [call, signed, checksum] of vectors.slice(0, 4)) {
      const lengths = { 40: 'sha1', 64: 'sha256', 96: 'sha384', 128: 'sha512' } as const;
      const own = Object.entries(lengths).find(([length]) => Number(length) === checksum.length)?.[1];
      const others = checksumAlgorithms.filter((one) => one !== own);
      expect(signerOf({ call, query: signed, checksum }, [mine], others)).toBeUndefined();
    }
  });

  it('an empty secret signs for nobody', () => {
    const checksum = createHash('sha1').update('getMeetings').digest('hex');
    expect(
      signerOf({ call: 'getMeetings', query: '', checksum }, [{ owner: 'x', secret: '' }], ['sha1']),
    ).toBeUndefined();
  });

  it('finds whose secret it was', () => {
    const others = ['a', 'b', 'c'].map((owner) => ({ owner, secret: `${secret}${owner}` }));
    const checksum = createHash('sha256').update(`end${query}${secret}b`).digest('hex');
    expect(signerOf({ call: 'end', query, checksum }, others, ['sha256'])?.owner).toBe('b');
  });
});

describe('readQuery', () => {
  it.each([
    ['checksum=X&a=1&b=2', 'a=1&b=2'],
    ['a=1&checksum=X&b=2', 'a=1&b=2'],
    ['a=1&b=2&checksum=X', 'a=1&b=2'],
    ['checksum=X', ''],
    ['a=b+c%20d%2B%c3%a9&e=&checksum=X', 'a=b+c%20d%2B%c3%a9&e='],
    ['meta_checksum=X&checksum=Y', 'meta_checksum=X'],
  ])('takes the checksum out of %s and leaves the rest as it came', (raw, signed) => {
    expect(readQuery(raw)).toMatchObject({ signed, checksum: raw.endsWith('Y') ? 'Y' : 'X' });
  });

  it('a checksum whose name is encoded is none', () => {
    expect(readQuery('a=1&check%73um=X').checksum).toBeUndefined();
  });

  it('decodes names and values', () => {
    expect(readQuery('na%6De=b+c%20d%2B%C3%A9&e=&f').fields).toEqual([
      ['name', 'b c d+é'],
      ['e', ''],
      ['f', ''],
    ]);
  });

  it.each([`a=${'x'.repeat(70_000)}`, 'a=1&'.repeat(10_000), 'a=%ff', 'a=%zz'])('refuses bad input %#', (raw) => {
    expect(() => readQuery(raw)).toThrow();
  });

  it('a parameter that comes twice, also in query and body, is found', () => {
    expect(parametersOf(readQuery('a=1&b=2').fields, readQuery('c=3').fields)?.size).toBe(3);
    expect(parametersOf(readQuery('a=1&b=2').fields, readQuery('a=1').fields)).toBeUndefined();
    expect(parametersOf(readQuery('a=1&a=1').fields)).toBeUndefined();
  });

  it('the query begins behind the first question mark', () => {
    expect(queryIn('/create?a=b?c')).toBe('a=b?c');
    expect(queryIn('/create')).toBe('');
  });
});
