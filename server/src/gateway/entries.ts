import { Role } from '@plenum/shared/core/abilities';
import { Slug } from '@plenum/shared/api/space/slug';
import { AppError } from '@plenum/shared/core/errors';
import { MemberId, PersonId, RoomId } from '@plenum/shared/core/ids';
import { DisplayName } from '@plenum/shared/core/text';
import * as z from 'zod/mini';
import type { TokenUse } from '../storage/recordPorts.ts';
import type { Tickets } from './tickets.ts';

/** How one person enters: another program has decided it, and the person types no name. */
export const NamedEntry = z.object({
  /** A space, whose meeting begins when the role may begin it; or a room. */
  to: z.union([z.object({ slug: Slug }), z.object({ room: RoomId })]),
  name: DisplayName,
  role: Role,
  /** `member`: passes the door for members; `inside`: waits at no door. */
  standing: z.optional(z.enum(['member', 'inside'])),
  /** The id of the member in the room; absent: a new one. */
  member: z.optional(MemberId),
  /** The same person has the same one in all meetings: `Tickets.personOf`. */
  person: PersonId,
  language: z.optional(z.string()),
  /** The address that the page offers after the meeting. */
  leaveTo: z.optional(z.string()),
});
export type NamedEntry = z.infer<typeof NamedEntry>;

/** An entry that was found by its token. */
export interface FoundEntry {
  readonly entry: NamedEntry;
  /** Counts nothing; call it before anything is done for the person. @throws AppError `forbidden`, bound `linkUsed` */
  readonly requireLeft: () => Promise<void>;
  /** Counts one use; call it when the person enters. @throws AppError `forbidden`, bound `linkUsed` */
  readonly use: () => Promise<void>;
}

interface EntriesOptions {
  readonly tickets: Pick<Tickets, 'mintEntry' | 'readEntry'>;
  /** Counts a use of a token; false when it has none left. */
  readonly take: (use: TokenUse) => Promise<boolean>;
  /** False when a token has no use left. */
  readonly isLeft: (use: Pick<TokenUse, 'id' | 'most'>) => Promise<boolean>;
  /** Epoch ms. */
  readonly now: () => number;
}

const Once = z.object({ entry: NamedEntry, jti: z.string(), exp: z.number() });

/** How long a one-time entry is valid, in seconds: a browser follows it at once. */
const entrySeconds = 300;

/** The address of the page that redeems a token. The server of this page reads the token to know who may frame it. */
export function joinPath(token: string): string {
  return `/join?token=${encodeURIComponent(token)}`;
}

/** One-time entries: this server signs them for another program, and `/join?token=…` redeems them. */
export class Entries {
  readonly #options: EntriesOptions;

  constructor(options: EntriesOptions) {
    this.#options = options;
  }

  /** @param seconds how long the entry can be used */
  mint(entry: NamedEntry, seconds = entrySeconds): string {
    return this.#options.tickets.mintEntry({ entry }, seconds);
  }

  /** @throws AppError `forbidden`, bound `linkWrong`, when altered or expired */
  find(token: string): FoundEntry {
    const { entry, jti, exp } = this.#read(token);
    return { entry, ...this.usesOf({ id: `entry ${jti}`, most: 1, expiresAt: exp * 1_000 }) };
  }

  /** How the uses of any token are asked for and counted. */
  usesOf(use: Omit<TokenUse, 'at'>): Pick<FoundEntry, 'requireLeft' | 'use'> {
    const requireLeft = async () => {
      if (!(await this.#options.isLeft(use))) throw linkUsed();
    };
    return { requireLeft, use: () => this.requireUse(use) };
  }

  /** Counts one use of any token. @throws AppError `forbidden`, bound `linkUsed`, when it has none left */
  async requireUse(use: Omit<TokenUse, 'at'>): Promise<void> {
    const { take, now } = this.#options;
    if (await take({ ...use, at: now() })) return;
    throw linkUsed();
  }

  #read(token: string): z.infer<typeof Once> {
    try {
      return Once.parse(this.#options.tickets.readEntry(token));
    } catch {
      throw new AppError('forbidden', 'This link is not valid any more. Open a new one where you got it.', 'linkWrong');
    }
  }
}

function linkUsed(): AppError {
  return new AppError('forbidden', 'This link was used already. Open a new one where you got it.', 'linkUsed');
}
