/** The languages in which letters are written. */
export const letterLanguages = ['en', 'de', 'es'] as const;
export type LetterLanguage = (typeof letterLanguages)[number];

/** What an e-mail says; `letters.ts` has the words. */
export const letterKinds = [
  'register',
  'exists',
  'invite',
  'reset',
  'changed',
  'approved',
  'organisation',
  'planInvite',
  'planChange',
  'planCancel',
] as const;
export type LetterKind = (typeof letterKinds)[number];

/** One e-mail: a text in a language, with a link and values in it. */
export interface Letter {
  readonly kind: LetterKind;
  readonly to: string;
  readonly language: LetterLanguage;
  /** The address that the letter asks its reader to open; empty for a letter without one. */
  readonly link: string;
  /** Texts in the letter, by name: the server, a person, an organisation. */
  readonly values: Readonly<Record<string, string>>;
  /** How the organisation that writes wants its letters to look; absent for the server's own. */
  readonly look?: LetterLook | undefined;
  readonly calendar?: LetterCalendar | undefined;
}

/** A calendar file that goes with a letter. */
interface LetterCalendar {
  readonly method: 'PUBLISH' | 'CANCEL';
  /** iCalendar. */
  readonly content: string;
  /** The times that the reader's calendar may have from earlier letters, epoch ms. */
  readonly held?: readonly number[];
}

/** The look of the letters of an organisation. */
export interface LetterLook {
  /** The name of the sender; empty for the server's own. */
  readonly sender: string;
  /** The colour of the button, `#rrggbb`; empty for the server's own. */
  readonly colour: string;
}

/** Takes letters to be sent. */
export interface Mailer {
  /** Resolves when the letter is stored; it is sent later, and tried again for a day. @throws AppError `full` */
  post(letter: Letter): Promise<void>;
  /** Forgets all letters to an address: those that wait, and those in the outbox. */
  forget(email: string): Promise<void>;
}

/** An e-mail in its final form. */
export interface Message {
  readonly to: string;
  /** The name of the sender; empty for the server's own. */
  readonly sender: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly calendar?: LetterCalendar | undefined;
}

/** Sends one message at once. */
export interface Transport {
  /** @throws Error, with `permanent` true when another try cannot help */
  send(message: Message): Promise<void>;
  forget(email: string): Promise<void>;
  close(): void;
}

/** How the operator sends e-mail: by an SMTP server, or into a folder that a person reads. */
export type MailSettings =
  | { readonly by: 'smtp'; readonly url: string; readonly from: string }
  | { readonly by: 'outbox'; readonly folder: string; readonly from: string };
