import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { blindPaper, openPaper, stampPaper } from '@plenum/shared/ballot/papers';
import { createBallotKeys, isPoint, isStamped } from './stamps.ts';
import { StampThread } from './StampThread.ts';

const newSerial = () => randomBytes(32).toString('hex');

describe('the check of a cast paper', () => {
  it('accepts the outputs of RFC 9497, appendix A.3.2', () => {
    const key = 'ca5d94c8807817669a51b196c34c1b7f8442fde4334a7121ae4736364312fca6';
    expect(isStamped(key, '00', '0412e8f78b02c415ab3a288e228978376f99927767ff37c5718d420010a645a1')).toBe(true);
    const second = '771e10dcd6bcd3664e23b8f2a710cfaaa8357747c4a8cbba03133967b5c24f18';
    expect(isStamped(key, '5a'.repeat(17), second)).toBe(true);
    expect(isStamped(key, '00', second)).toBe(false);
  });

  it('accepts the voter’s form of an honest stamp, for points on both halves of the curve, and nothing else', () => {
    const { key, publicKey } = createBallotKeys();
    const other = createBallotKeys();
    for (let run = 0; run < 12; run += 1) {
      const paper = blindPaper(newSerial());
      const { serial, stamp } = openPaper(paper, stampPaper(key, publicKey, paper.blinded), publicKey);
      expect(isStamped(key, serial, stamp)).toBe(true);
      expect(isStamped(other.key, serial, stamp)).toBe(false);
      expect(isStamped(key, newSerial(), stamp)).toBe(false);
      expect(isStamped(key, serial, newSerial())).toBe(false);
    }
  });

  it('tells points of the curve from texts of the same form', () => {
    const { publicKey } = createBallotKeys();
    expect([isPoint(publicKey), isPoint(`02${'f'.repeat(64)}`), isPoint(''), isPoint('00')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('the stamping thread', () => {
  let thread: StampThread | undefined;
  afterEach(() => thread?.close());

  it('answers each order with its own stamp, which the voter can open', async () => {
    const open = new StampThread();
    thread = open;
    const [one, two] = [createBallotKeys(), createBallotKeys()];
    const papers = [one, two, one].map((keys) => ({ keys, paper: blindPaper(newSerial()) }));
    const stamps = await Promise.all(papers.map(({ keys, paper }) => open.stamp({ ...keys, ...paper })));
    for (const [index, { keys, paper }] of papers.entries()) {
      const stamp = stamps[index] ?? expect.fail();
      const opened = openPaper(paper, stamp, keys.publicKey);
      expect(isStamped(keys.key, opened.serial, opened.stamp)).toBe(true);
    }
  });

  it('rejects waiting orders when it fails, and starts again with the next order', async () => {
    thread = new StampThread();
    const keys = createBallotKeys();
    const { blinded } = blindPaper(newSerial());
    const bad = thread.stamp({ ...keys, blinded: 'no point' });
    const behind = thread.stamp({ ...keys, blinded });
    await expect(bad).rejects.toMatchObject({ code: 'unavailable' });
    await expect(behind).rejects.toMatchObject({ code: 'unavailable' });
    expect(await thread.stamp({ ...keys, blinded })).toHaveProperty('proof');
  });

  it('refuses orders once it is closed', async () => {
    thread = new StampThread();
    await thread.close();
    await thread.close();
    const { blinded } = blindPaper(newSerial());
    await expect(thread.stamp({ ...createBallotKeys(), blinded })).rejects.toMatchObject({ code: 'closed' });
  });
});
