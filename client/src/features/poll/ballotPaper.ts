import { type Blinding, blind, type Paper, receiptCode, unblind } from '@plenum/shared/features/poll/papers';

/** What it takes to have a paper stamped: send `blinded`, give the stamp to `open`. */
export interface BlindPaper {
  readonly blinded: string;
  readonly open: (stamp: string) => Paper;
}

/** Hides a serial number for the server. The arithmetic is loaded with this file, only when a ballot is secret. */
export async function blindPaper(poll: string, blinding: Blinding): Promise<BlindPaper> {
  const blinded = await blind(poll, blinding, sha256);
  return { blinded, open: (stamp) => unblind(stamp, blinding) };
}

/** A receipt code of 100 random bits. */
export function newReceiptCode(): string {
  return receiptCode(crypto.getRandomValues(new Uint8Array(20)));
}

async function sha256(text: string): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
