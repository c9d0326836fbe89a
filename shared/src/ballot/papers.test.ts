import { describe, expect, it } from 'vitest';
import { blindPaper, openPaper, pointOf, type Random, stampPaper } from './papers.ts';

/** RFC 9497, appendix A.3.2: VOPRF with P256-SHA256, batches of one. */
const key = 'ca5d94c8807817669a51b196c34c1b7f8442fde4334a7121ae4736364312fca6';
const publicKey = '03e17e70604bcabe198882c0a1f27a92441e774224ed9c702e51dd17038b102462';
const blind = '3338fa65ec36e0290022b48eb562889d89dbfa691d1cde91517fa222ed7ad364';
const vectors = [
  {
    serial: '00',
    blinded: '02dd05901038bb31a6fae01828fd8d0e49e35a486b5c5d4b4994013648c01277da',
    evaluated: '0209f33cab60cf8fe69239b0afbcfcd261af4c1c5632624f2e9ba29b90ae83e4a2',
    proof:
      'e7c2b3c5c954c035949f1f74e6bce2ed539a3be267d1481e9ddb178533df4c2664f69d065c604a4fd953e100b856ad83804eb3845189babfa5a702090d6fc5fa',
    output: '0412e8f78b02c415ab3a288e228978376f99927767ff37c5718d420010a645a1',
  },
  {
    serial: '5a'.repeat(17),
    blinded: '03cd0f033e791c4d79dfa9c6ed750f2ac009ec46cd4195ca6fd3800d1e9b887dbd',
    evaluated: '030d2985865c693bf7af47ba4d3a3813176576383d19aff003ef7b0784a0d83cf1',
    proof:
      '2787d729c57e3d9512d3aa9e8708ad226bc48e0f1750b0767aaff73482c44b8d2873d74ec88aebd3504961acea16790a05c542d9fbff4fe269a77510db00abab',
    output: '771e10dcd6bcd3664e23b8f2a710cfaaa8357747c4a8cbba03133967b5c24f18',
  },
];

const serial = 'ab'.repeat(32);
const otherKey = '0'.repeat(63) + '7';
const otherPublicKey = '028e533b6fa0bf7b4625bb30667c01fb607ef9f8b8a80fef5b300628703187b2a3';

describe('papers, by the test vectors of RFC 9497', () => {
  it.each(vectors)('stamps and opens the paper $serial as in the standard', (vector) => {
    expect(stampPaper(key, publicKey, vector.blinded).evaluated).toBe(vector.evaluated);
    const paper = { serial: vector.serial, blind, blinded: vector.blinded };
    const { evaluated, proof } = vector;
    expect(openPaper(paper, { evaluated, proof }, publicKey)).toEqual({ serial: vector.serial, stamp: vector.output });
  });

  it('hashes serial numbers to the points of the standard', () => {
    // With a blind of 1 the blinded point is the point itself.
    const one: Random = (length = 48) => new Uint8Array(length);
    for (const vector of vectors) expect(pointOf(vector.serial)).toBe(blindPaper(vector.serial, one).blinded);
  });
});

describe('a ballot paper', () => {
  it('gets the same stamp under every blind, and shows neither serial nor stamp while it is blinded', () => {
    const stamps = [1, 2, 3].map(() => {
      const paper = blindPaper(serial);
      const stamp = stampPaper(key, publicKey, paper.blinded);
      const opened = openPaper(paper, stamp, publicKey);
      for (const seen of [paper.blinded, stamp.evaluated, stamp.proof]) {
        expect([seen.includes(serial), seen.includes(opened.stamp)]).toEqual([false, false]);
      }
      return opened.stamp;
    });
    expect(new Set(stamps).size).toBe(1);
  });

  it('is refused by its voter when it was stamped with another key than the public one', () => {
    const paper = blindPaper(serial);
    const honest = stampPaper(key, publicKey, paper.blinded);
    expect(openPaper(paper, honest, publicKey).serial).toBe(serial);
    // A server with two keys, which proves the second one as well as possible.
    const marked = stampPaper(otherKey, otherPublicKey, paper.blinded);
    expect(openPaper(paper, marked, otherPublicKey).serial).toBe(serial);
    expect(() => openPaper(paper, marked, publicKey)).toThrow('proof');
    expect(() => openPaper(paper, stampPaper(otherKey, publicKey, paper.blinded), publicKey)).toThrow('proof');
    expect(() => openPaper(paper, { ...honest, evaluated: marked.evaluated }, publicKey)).toThrow('proof');
    expect(() => openPaper(paper, { ...marked, evaluated: honest.evaluated }, publicKey)).toThrow('proof');
  });

  it('is refused when the stamp is not a point of the curve, or belongs to another paper', () => {
    const [paper, other] = [blindPaper(serial), blindPaper(serial)];
    const stamp = stampPaper(key, publicKey, paper.blinded);
    expect(() => openPaper(paper, { ...stamp, evaluated: `02${'f'.repeat(64)}` }, publicKey)).toThrow();
    expect(() => openPaper(other, stamp, publicKey)).toThrow('proof');
  });
});
