import { type BlindPaper, blindPaper, openPaper, type Paper } from '@plenum/shared/ballot/papers';
import { receiptCode } from '@plenum/shared/ballot/receipt';
import type { Stamp } from '@plenum/shared/ballot/scheme';

// The voter's side of ballot papers. This file loads the curve, so it is imported only for a secret ballot.

/** Returns a new paper whose number is hidden from the server. */
export function newPaper(): BlindPaper {
  const serial = crypto.getRandomValues(new Uint8Array(32));
  return blindPaper([...serial].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
}

/** Returns the paper with its stamp; undefined when the stamp was not made with the announced key. */
export function openStamped(paper: BlindPaper, stamp: Stamp, publicKey: string): Paper | undefined {
  try {
    return openPaper(paper, stamp, publicKey);
  } catch {
    return undefined;
  }
}

/** Returns a receipt code of 100 random bits. */
export function newReceiptCode(): string {
  return receiptCode(crypto.getRandomValues(new Uint8Array(20)));
}
