import { type BlindPaper, blindPaper, openPaper, type Paper } from '@plenum/shared/ballot/papers';
import { receiptCode } from '@plenum/shared/ballot/receipt';
import type { Stamp } from '@plenum/shared/ballot/scheme';

// What a voter's browser does with papers. The curve is loaded with this file, only when a ballot is secret.

/** A new paper, hidden from the server. */
export function newPaper(): BlindPaper {
  const serial = crypto.getRandomValues(new Uint8Array(32));
  return blindPaper([...serial].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
}

/** The paper with its stamp; undefined when the stamp was not made with the key that everybody was told of. */
export function openStamped(paper: BlindPaper, stamp: Stamp, publicKey: string): Paper | undefined {
  try {
    return openPaper(paper, stamp, publicKey);
  } catch {
    return undefined;
  }
}

/** A receipt code of 100 random bits. */
export function newReceiptCode(): string {
  return receiptCode(crypto.getRandomValues(new Uint8Array(20)));
}
