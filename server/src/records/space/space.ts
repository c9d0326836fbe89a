import { randomBytes } from 'node:crypto';
import type { ChangeSpaceInput, CodeKind, CreateSpaceInput, Space } from '@plenum/shared/api/space/contract';
import { firstSettings } from '@plenum/shared/api/space/settings';
import { slugOf } from '@plenum/shared/api/space/slug';
import type { Role } from '@plenum/shared/core/abilities';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { RoomRecord } from '@plenum/shared/core/log';
import type { Sitting, SpaceFacts, Visit } from '../../storage/recordPorts.ts';
import { cardsOf, type RecordParts } from '../parts.ts';
import { PlanGuests } from '../plan/PlanGuests.ts';
import { codeOf, isCode } from './codes.ts';

type In = { readonly acting: Acting; readonly space: string };
/** A space without what is known of its room. */
export type SpaceRecord = Omit<Space, 'inside'> & { readonly room: string | undefined };

/** How a person enters a space. */
export interface Entry {
  readonly role: Role;
  /** The person has a code of members. */
  readonly standing?: 'member';
  /** Whether the person may begin a meeting. */
  readonly mayStart: boolean;
}

/** The rules about spaces. The store asks again who may. */
export class Spaces {
  readonly #parts: RecordParts;

  constructor(parts: RecordParts) {
    this.#parts = parts;
  }

  async list(
    acting: Acting,
    { organisation, after }: { organisation?: string | undefined; after?: string | undefined },
  ) {
    const { asker } = acting;
    const { spaces, more } = await this.#ask.spaces.page({ acting, organisation, after });
    const account = asker.is === 'account' ? asker.account : undefined;
    const cards = spaces.map(({ owner, hosts, ...space }) => {
      const isHost = account !== undefined && hosts.includes(account);
      return { ...space, as: owner === account ? ('owner' as const) : isHost ? ('host' as const) : ('none' as const) };
    });
    return { spaces: cards, more };
  }

  async create(acting: Acting, { title, organisation, slug, settings }: CreateSpaceInput): Promise<SpaceRecord> {
    const { newId } = this.#parts;
    const facts = await this.#ask.spaces.create({
      acting,
      id: newId(),
      slug: slug ?? slugOf(title, randomBytes(8)),
      title,
      settings: settings ?? firstSettings,
      organisation,
      own: newId(),
    });
    return this.#whole(facts);
  }

  async read(about: In): Promise<SpaceRecord> {
    return this.#whole(await this.#ask.spaces.read(about));
  }

  async change(about: In, change: ChangeSpaceInput): Promise<SpaceRecord> {
    return this.#whole(await this.#ask.spaces.change({ ...about, ...change }));
  }

  /** Removes a space, and tells the addresses that are invited to its planned meetings. @returns the rooms that it kept */
  async remove(about: In): Promise<string[]> {
    const tell = await new PlanGuests(this.#parts).cancelAll(about);
    const rooms = await this.#ask.spaces.remove(about);
    await tell();
    return rooms;
  }

  async renewCode(about: In, code: CodeKind): Promise<SpaceRecord> {
    return this.#whole(await this.#ask.spaces.renewCode({ ...about, code }));
  }

  /** @throws AppError `notFound`, bound `email`, when no account has proven this address */
  async addHost(about: In, email: string): Promise<SpaceRecord> {
    // Who may not share this space must not find out which addresses have accounts.
    await this.#ask.spaces.requireShare(about);
    const card = await this.#parts.identity.findByEmail(email);
    if (!card) throw new AppError('notFound', 'No account has this address. Invite the person first.', 'email');
    return this.#whole(await this.#ask.spaces.addHost({ ...about, account: card.account }));
  }

  async removeHost(about: In, account: string): Promise<SpaceRecord> {
    return this.#whole(await this.#ask.spaces.removeHost({ ...about, account }));
  }

  /** The space behind a link. @throws AppError `notFound` */
  visit(acting: Acting | undefined, slug: string): Promise<Visit> {
    return this.#ask.openings.visit({ acting, slug });
  }

  /** How a person enters: by the account, else by the code. @throws AppError `forbidden` where an account is needed */
  entryOf({ space, as }: Visit, acting: Acting | undefined, code: string | undefined): Entry {
    const { accounts, start } = space.settings;
    if (as !== 'none') return { role: 'host', mayStart: true };
    if (accounts && !acting) {
      throw new AppError('forbidden', 'Only people with an account get in here. Sign in first.', 'signIn');
    }
    const { codeSecret } = this.#parts;
    const fits = (kind: CodeKind) => code !== undefined && isCode(code, codeOf(codeSecret, space, kind));
    if (fits('moderator')) return { role: 'moderator', mayStart: start !== 'hosts' };
    if (fits('member')) return { role: 'participant', standing: 'member', mayStart: start !== 'hosts' };
    return { role: 'participant', mayStart: start === 'everyone' };
  }

  /**
   * How a person enters of whom another program says who it is. It vouches for all but guests, so that they need no account.
   * @throws AppError `forbidden` where a guest needs an account
   */
  entryOfNamed({ space }: Visit, role: Role, standing: 'member' | 'inside' | undefined): Omit<Entry, 'standing'> {
    const { accounts, start } = space.settings;
    if (role === 'host') return { role, mayStart: true };
    const isGuest = role !== 'moderator' && standing === undefined;
    if (accounts && isGuest) throw new AppError('forbidden', 'Only people with an account get in here.', 'signIn');
    return { role, mayStart: start === 'everyone' || (start === 'members' && !isGuest) };
  }

  /** The room for a meeting in the space: the one that goes on, or a new one with this record. */
  begin(slug: string, record: Omit<RoomRecord, 'title' | 'space'>): Promise<Sitting> {
    return this.#ask.openings.begin({ slug, record });
  }

  async #whole({ turns, hosts, ...space }: SpaceFacts): Promise<SpaceRecord> {
    const { codeSecret } = this.#parts;
    const cards = await cardsOf(this.#parts, hosts);
    const code = (kind: CodeKind) => codeOf(codeSecret, { id: space.id, turns }, kind);
    return {
      ...space,
      hosts: hosts.map((account) => ({ account, name: cards.get(account)?.name ?? '' })),
      codes: { member: code('member'), moderator: code('moderator') },
      calendar: code('calendar').replaceAll('-', ''),
    };
  }

  get #ask() {
    return this.#parts.store.ask;
  }
}
