import { createHash, randomBytes } from 'node:crypto';
import type { Plan } from '@plenum/shared/api/plan/contract';
import type { AccountId } from '@plenum/shared/core/ids';
import type { AccountCard, Identity } from '../identity/ports.ts';
import type { LetterLook } from '../mail/ports.ts';
import type { RecordingFiles } from '../recording/files/RecordingFiles.ts';
import type { Call, FileStore, LetterRow, Store } from '../storage/ports.ts';
import type { CalendarPlan } from './plan/calendar.ts';
import type { Sealing } from './integration/sealing.ts';

/** A letter that invites a person to an organisation. */
export interface InvitationLetter {
  readonly to: string;
  readonly organisation: string;
  /** The name of the person who invites; empty for a program. */
  readonly by: string;
  /** The account of this person; absent for a program. */
  readonly inviter?: AccountId;
  /** The secret part of the link in the letter. */
  readonly token: string;
  readonly look?: LetterLook | undefined;
}

/** A letter that is written and not stored yet. */
export interface PreparedLetter {
  /** Stores it. */
  readonly call: Call;
  /** Sends it, once it is stored. */
  readonly send: () => void;
}

/** A letter about a planned meeting to an address that is invited. */
export interface PlanLetter {
  readonly kind: 'planInvite' | 'planChange' | 'planCancel';
  readonly to: string;
  /** The name of the person who plans; empty for a program, whose organisation is named. */
  readonly by: string;
  readonly inviter?: AccountId;
  readonly organisation: string;
  readonly look: LetterLook;
  /** The address of the space. */
  readonly slug: string;
  readonly plan: CalendarPlan & Pick<Plan, 'startsAt' | 'zone' | 'recurrence'>;
  /** The times that the reader's calendar may have from earlier letters. */
  readonly held: readonly number[];
  /** Epoch ms. */
  readonly now: number;
}

/** Writes letters about planned meetings. */
export interface PlanLetters {
  /** The letter as it is stored. @throws AppError `invalid`, `full` */
  write(letter: PlanLetter): Promise<LetterRow>;
  /** What `held` was when a stored letter was written. */
  heldIn(row: LetterRow): readonly number[];
  /** Sends what is stored. */
  wake(): void;
}

/** What the rules about webhooks need of what sends them. */
interface WebhookPort {
  /** Checks the text of an address. @throws AppError `invalid`, bound `url` */
  readonly check: (url: string) => void;
  readonly secretOf: (webhook: string, turn: number) => string;
  /** Called when there is something to send, or a new webhook. */
  readonly wake: () => void;
}

/** Counts guesses at a secret, by the thing that it opens and by the address. */
interface Guesses {
  /** Counts one before it is known whether it is right. @throws AppError `limited` */
  begin(what: string, address: string): Promise<void>;
  /** Forgets the guesses at this thing. */
  succeeded(what: string): Promise<void>;
}

/** What the rules about records work with. */
export interface RecordParts {
  readonly store: Pick<Store, 'ask' | 'calls' | 'together'>;
  readonly identity: Pick<Identity, 'findAccounts' | 'findByEmail'>;
  /** Writes a letter, which the caller stores in the transaction of the invitation. @throws AppError `invalid`, `full` */
  readonly invitationLetter: (letter: InvitationLetter) => Promise<PreparedLetter>;
  readonly planLetters: PlanLetters;
  /** Reads JSON of at most 256 kB at a stranger's address. */
  readonly readJson: (url: string) => Promise<unknown>;
  readonly files: FileStore;
  readonly newId: () => string;
  /** The key of the codes of spaces, at least 32 bytes. */
  readonly codeSecret: string;
  readonly webhooks: WebhookPort;
  /** Encrypts secrets that are read again. */
  readonly sealing: Sealing;
  /** Takes the error of a stored secret that cannot be read. */
  readonly onUnreadable: (error: unknown) => void;
  /** The folder of all recordings. */
  readonly recordings: string;
  readonly recordingFiles: RecordingFiles;
  /** Erases the files of presentations, chat and boards that a recording keeps; `but`: the ids of files that stay. */
  readonly eraseContents: (recording: string, but?: ReadonlySet<string>) => Promise<void>;
  /** Slows down people who guess the codes of recordings. */
  readonly attempts: Guesses;
  /** How long a recording that belongs to no space is kept, in ms. */
  readonly spacelessMs: number;
}

/** SHA-256 in hex: how tokens and keys are stored. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** 192 random bits as text. */
export function newToken(): string {
  return randomBytes(24).toString('base64url');
}

/** The names and addresses of accounts, by id. */
export async function cardsOf(
  { identity }: Pick<RecordParts, 'identity'>,
  accounts: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, AccountCard>> {
  const ids = [...new Set(accounts)];
  return new Map((ids.length === 0 ? [] : await identity.findAccounts(ids)).map((card) => [card.account, card]));
}
