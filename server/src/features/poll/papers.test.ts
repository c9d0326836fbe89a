import { createECDH, createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inverse, multiply, order, pointAt } from '@plenum/shared/features/poll/curve';
import { blind, unblind } from '@plenum/shared/features/poll/papers';

const hex = (value: bigint) => value.toString(16).padStart(64, '0');
const number = (text: string) => BigInt(`0x${text}`);
const random = () => randomBytes(32).toString('hex');
const sha256 = (text: string) => Promise.resolve(createHash('sha256').update(text).digest('hex'));

/** The point that everybody starts from, as the standard gives it. */
const base = pointAt(0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n);

describe('the curve', () => {
  it('multiplies as OpenSSL does', () => {
    for (let run = 0; run < 20; run += 1) {
      const secret = createECDH('prime256v1');
      secret.generateKeys();
      const product = multiply(base, number(secret.getPrivateKey('hex')));
      expect(hex(product?.x ?? 0n)).toBe(secret.getPublicKey('hex').slice(2, 66));
      const again = createECDH('prime256v1');
      again.setPrivateKey(random(), 'hex');
      const shared = multiply(product, number(again.getPrivateKey('hex')));
      expect(hex(shared?.x ?? 0n)).toBe(again.computeSecret(secret.getPublicKey()).toString('hex'));
    }
  });

  it('knows its edges: zero, the order and what lies around it', () => {
    expect(multiply(base, 0n)).toBeUndefined();
    expect(multiply(base, order)).toBeUndefined();
    expect(multiply(undefined, 5n)).toBeUndefined();
    expect(multiply(base, order + 1n)).toEqual(base);
    expect(multiply(base, order - 1n)?.x).toBe(base?.x);
    const [two, three] = [multiply(base, 2n), multiply(base, 3n)];
    expect(multiply(two, 3n)).toEqual(multiply(three, 2n));
  });

  it('finds a point for about every second x, none outside the field, and inverses', () => {
    const found = Array.from({ length: 400 }, () => pointAt(number(random()))).filter((point) => point !== undefined);
    expect(found.length).toBeGreaterThan(140);
    expect(found.length).toBeLessThan(260);
    expect([pointAt(-1n), pointAt(2n ** 256n - 1n)]).toEqual([undefined, undefined]);
    for (const value of [1n, 2n, order - 1n, number(random()) % order]) {
      expect((inverse(value, order) * value) % order).toBe(1n);
    }
  });
});

describe('a ballot paper', () => {
  it('gets the same stamp under whichever factor, and shows neither serial nor stamp while it is blinded', async () => {
    const key = createECDH('prime256v1');
    key.generateKeys();
    const serial = random();
    const stamps = new Set<string>();
    for (const factor of [random(), random(), '0'.repeat(64), 'f'.repeat(64)]) {
      const blinded = await blind('poll-1', { serial, factor }, sha256);
      const paper = unblind(key.computeSecret(blinded, 'hex', 'hex'), { serial, factor });
      expect(paper.serial).toBe(serial);
      expect([blinded.includes(serial), blinded.includes(paper.stamp)]).toEqual([false, false]);
      stamps.add(paper.stamp);
    }
    expect(stamps.size).toBe(1);
  });

  it('is another for another poll, serial or key', async () => {
    const serial = random();
    const factor = random();
    const blinded = new Set([
      await blind('poll-1', { serial, factor }, sha256),
      await blind('poll-2', { serial, factor }, sha256),
      await blind('poll-1', { serial: random(), factor }, sha256),
      await blind('poll-1', { serial, factor: random() }, sha256),
    ]);
    expect(blinded.size).toBe(4);
  });

  it('is refused when the answer is no point of the curve', async () => {
    const outside = Array.from({ length: 64 }, random).find((text) => !pointAt(number(text))) ?? '';
    expect(() => unblind(outside, { serial: random(), factor: random() })).toThrow('no stamp');
  });
});
