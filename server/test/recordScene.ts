import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MemberRole } from '@plenum/shared/api/organisation/may';
import { Space } from '@plenum/shared/api/space/contract';
import { firstSettings, type SpaceSettings } from '@plenum/shared/api/space/settings';
import { type Acting, type Scope, scopes } from '@plenum/shared/core/asker';
import { logoShelf } from '../src/records/organisation/logos.ts';
import { picture } from './badFiles.ts';
import type { Running } from './running.ts';

/** The accounts of a scene, by their part. */
export const accountKinds = ['stranger', 'member', 'host', 'admin', 'owner', 'admin elsewhere', 'operator'] as const;
export type AccountKind = (typeof accountKinds)[number];

/** The id of the account with this part; also its name. */
export function accountOf(kind: AccountKind): string {
  return kind.replaceAll(' ', '-');
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** Two organisations with people of every role, keys, and the means to make more of each. */
export class RecordScene {
  readonly running: Running;
  organisation = '';
  elsewhere = '';
  /** A key with all scopes, one with those of organisations, one with all others, and one of the other organisation. */
  readonly keys = { all: '', organisation: '', others: '', elsewhere: '' };

  private constructor(running: Running) {
    this.running = running;
  }

  static async create(running: Running): Promise<RecordScene> {
    const scene = new RecordScene(running);
    for (const kind of accountKinds) {
      running.identity.add(accountOf(kind), { name: kind, operator: kind === 'operator' });
    }
    scene.organisation = await scene.group('owner');
    for (const role of ['member', 'host', 'admin'] as const) await scene.join(scene.organisation, role, role);
    scene.elsewhere = await scene.group('admin elsewhere');
    const isOfOrganisations = (scope: Scope) => scope.startsWith('organisation');
    scene.keys.all = await scene.key(scopes);
    scene.keys.organisation = await scene.key(scopes.filter(isOfOrganisations));
    scene.keys.others = await scene.key(scopes.filter((scope) => !isOfOrganisations(scope)));
    scene.keys.elsewhere = await scene.key(scopes, scene.elsewhere, 'admin elsewhere');
    return scene;
  }

  /** What a change by this account carries. */
  acting(account: string, operator = false): Acting {
    const asker = { is: 'account', account, name: account, verified: true, operator } as const;
    return { asker: { ...asker, email: `${account}@example.org` }, from: '192.0.2.0/24', at: Date.now() };
  }

  as(kind: AccountKind): Acting {
    return this.acting(accountOf(kind), kind === 'operator');
  }

  /** A new group with this account as its owner. */
  async group(owner: AccountKind, tier = 'small'): Promise<string> {
    const { ask } = this.running.store;
    const id = `group-${randomUUID().slice(0, 13)}`;
    await ask.organisations.create({ acting: this.as('operator'), id, name: 'The mill', tier });
    const { row } = this.#invitation(id, accountOf(owner), 'owner');
    await ask.invitations.createFirst({ acting: this.as('operator'), row });
    await ask.invitations.accept({ acting: this.as(owner), tokenHash: row.token_hash });
    return id;
  }

  /** Makes an account a member, by an invitation of the owner. */
  async join(organisation: string, account: string, role: MemberRole): Promise<void> {
    const { ask } = this.running.store;
    const { row } = this.#invitation(organisation, account, role);
    await ask.invitations.create({ acting: this.as('owner'), row });
    await ask.invitations.accept({ acting: this.acting(account), tokenHash: row.token_hash });
  }

  /** A new account that is a member. */
  async newMember(role: MemberRole = 'member'): Promise<string> {
    const account = `new-${randomUUID().slice(0, 8)}`;
    this.running.identity.add(account);
    await this.join(this.organisation, account, role);
    return account;
  }

  async newInvitation(account = 'nobody-yet'): Promise<{ id: string; token: string }> {
    const { row, token } = this.#invitation(this.organisation, account, 'member');
    await this.running.store.ask.invitations.create({ acting: this.as('owner'), row });
    return { id: row.id, token };
  }

  /** A new API key. */
  async key(list: readonly Scope[], organisation = this.organisation, by: AccountKind = 'owner'): Promise<string> {
    return (await this.newKey(list, organisation, by)).key;
  }

  async newKey(list: readonly Scope[] = scopes, organisation = this.organisation, by: AccountKind = 'owner') {
    const input = { name: 'A key', scopes: list };
    const path = `/api/organisations/${organisation}/keys`;
    const { json } = await this.running.http('POST', path, input, this.cookie(by));
    return json as { readonly id: string; readonly key: string };
  }

  /** A new signing key of the organisation, or of the other one. */
  async newSigningKey(input: object = {}, by: AccountKind = 'owner') {
    const organisation = by === 'admin elsewhere' ? this.elsewhere : this.organisation;
    const path = `/api/organisations/${organisation}/signing-keys`;
    const { json } = await this.running.http('POST', path, { name: 'A site', ...input }, this.cookie(by));
    return json as { readonly id: string; readonly secret: string };
  }

  /** The id of a new learning platform, which is gone before the organisation has too many. */
  async newPlatform(input: object): Promise<string> {
    const path = `/api/organisations/${this.organisation}/lti-platforms`;
    const { json } = await this.running.http('POST', path, input, this.cookie('owner'));
    return (json as { readonly id: string }).id;
  }

  /** A new space of the host, shared with one account. */
  async newSpace(settings: SpaceSettings = firstSettings) {
    const id = randomUUID().slice(0, 18);
    const input = {
      id,
      slug: `yard-${id}`,
      title: 'The yard',
      settings,
      organisation: this.organisation,
      own: 'unused',
    };
    const space = await this.running.store.ask.spaces.create({ acting: this.as('host'), ...input });
    await this.running.store.ask.spaces.addHost({ acting: this.as('host'), space: id, account: 'shared-host' });
    return space;
  }

  /** A meeting that one person was in, in a new space of the host. */
  async newMeeting() {
    const { store } = this.running;
    const { id: space } = await this.newSpace();
    const room = `m-${randomUUID().slice(0, 18)}`;
    await store.createRoom({ id: room, title: 'x', hostKeyHash: 'ab', createdAt: 1, space });
    const joined = { is: 'joined', seq: 1, at: 1_000, member: 'ana', name: 'Ana', role: 'host' } as const;
    await store.ask.meetings.follow({ room, steps: [joined, { is: 'left', at: 61_000, member: 'ana' }] });
    const { rows } = await store.ask.meetings.page({ acting: this.as('host'), space });
    return { space, meeting: rows[0]?.id ?? '' };
  }

  /** A recording of a second in a new space of the host. */
  async newRecording(kind: 'hosts' | 'organisation' | 'bin'): Promise<string> {
    const { store, folder } = this.running;
    const { id: space } = await this.newSpace();
    const id = `rec${randomUUID().slice(0, 18)}`;
    const home = `r-${randomUUID().slice(0, 18)}`;
    await store.createRoom({ id: home, title: 'x', hostKeyHash: 'ab', createdAt: 1, space });
    const secrets = { key: randomUUID(), managerKey: randomUUID(), code: '1' };
    await store.ask.recordings.begin({ id, room: home, home, title: 'x', chat: 'kept', ...secrets, at: 1 });
    await store.ask.recordings.measure({ id, bytes: 9, duration: 1_000, isDone: true });
    const about = { acting: this.as('owner'), recording: id };
    const visibility = kind === 'organisation' ? 'organisation' : 'hosts';
    await store.ask.recordings.change({ ...about, set: { state: 'published', visibility } });
    if (kind === 'bin') await store.ask.recordings.remove({ ...about, at: Date.now() });
    await mkdir(join(folder, 'recordings', id, 'streams'), { recursive: true });
    await writeFile(join(folder, 'recordings', id, 'streams', '0001.webm'), 'x');
    await writeFile(join(folder, 'recordings', id, 'log.jsonl'), '');
    await writeFile(join(folder, 'recordings', id, 'index.jsonl'), '{"is":"stopped","at":1000}\n');
    return id;
  }

  /** The secret part of the address of a space's calendar. */
  async calendarOf(space: string): Promise<string> {
    const { json } = await this.running.http('GET', `/api/spaces/${space}`, undefined, this.cookie('host'));
    return Space.parse(json).calendar;
  }

  /** A new space of the host with a plan. */
  async newPlan() {
    const { id: space, slug } = await this.newSpace();
    const plan = randomUUID().slice(0, 18);
    const input = { title: 'Assembly', startsAt: Date.now() + 3_600_000, minutes: 90, zone: 'Europe/Berlin' };
    await this.running.store.ask.plans.create({ acting: this.as('host'), space, plan, input });
    return { space, slug, plan, input };
  }

  /** An address that is invited to a planned meeting of the host. */
  async newPlanGuest(space: string, plan: string): Promise<string> {
    const [id, at] = [randomUUID().slice(0, 18), Date.now()];
    const row = { id, plan, email: `${id}@example.org`, told_at: at, changes: 0, created_at: at };
    await this.running.store.ask.planGuests.invite({ acting: this.as('host'), space, plan, rows: [row] });
    return id;
  }

  /** A logo on the disk, which no organisation has. */
  async newLogo(): Promise<string> {
    const folder = join(this.running.folder, 'files', logoShelf);
    await mkdir(folder, { recursive: true });
    const id = randomBytes(24).toString('base64url');
    await writeFile(join(folder, id), picture('png', 20, 20));
    return id;
  }

  /** An account in the database, beside those of the fake identity. */
  async newStoredAccount(): Promise<string> {
    const id = randomUUID().slice(0, 18);
    const { db, type } = this.running.store.libraryDatabase();
    const [verified, at] = type === 'sqlite' ? [1, new Date().toISOString()] : [true, new Date()];
    const row = {
      id,
      name: 'Stored',
      email: `${id}@example.org`,
      emailVerified: verified,
      createdAt: at,
      updatedAt: at,
    };
    await db
      .insertInto('accounts')
      .values({ ...row, operator: 0, disabled: 0, language: null, twoFactorEnabled: null })
      .execute();
    return id;
  }

  /** The id of a new API key that nobody has. */
  /** A webhook at an address that no test reaches, and its only delivery, which has failed. */
  async newWebhook(): Promise<{ id: string; delivery: string }> {
    const { ask } = this.running.store;
    const acting = this.as('owner');
    const about = { acting, organisation: this.organisation };
    for (const { id } of await ask.webhooks.list(about)) await ask.webhooks.remove({ ...about, webhook: id });
    const [id, delivery] = [randomUUID().slice(0, 18), randomUUID().slice(0, 18)];
    const made = {
      id,
      organisation: this.organisation,
      kind: 'own' as const,
      name: 'x',
      url: 'http://127.0.0.1:9999/',
    };
    const lists = { events: '["meeting.ended"]', spaces: '[]', meeting: null, room: null, secret_hash: null };
    const state = { state: 'on' as const, reason: null, failing_since: null, dropped: 0, created_at: 1 };
    const row = { ...made, ...lists, secret_turn: 0, raw: 0 as const, permanent: 0 as const, ...state };
    await ask.webhooks.create({ acting, row });
    // In the future, so that it is not sent.
    const at = Date.now() + 3_600_000;
    await ask.webhooks.test({
      ...about,
      webhook: id,
      delivery: { id: delivery, hook: id, event: 'test', room: '', body: '{}', at },
    });
    const [tried] = (await ask.webhooks.deliveries({ ...about, webhook: id })).rows;
    if (tried)
      await ask.deliveries.finish({ delivery: tried, outcome: { is: 'over' }, at: 1, status: 500, reason: null });
    return { id, delivery };
  }

  async newKeyId(): Promise<string> {
    const id = randomUUID().slice(0, 18);
    const times = { created_at: Date.now(), expires_at: null };
    const row = { id, organisation: this.organisation, name: 'x', hash: '', scopes: '["spaceRead"]', ...times };
    await this.running.store.ask.apiKeys.create({ acting: this.as('owner'), row });
    return id;
  }

  /** Revokes all secrets for BigBlueButton: an organisation has a bounded number of them. */
  async revokeBbbSecrets(): Promise<void> {
    const { ask } = this.running.store;
    const about = { acting: this.as('owner'), organisation: this.organisation };
    for (const { id } of await ask.bbbSecrets.list(about)) await ask.bbbSecrets.revoke({ ...about, id });
  }

  async newBbbSecret(): Promise<string> {
    await this.revokeBbbSecrets();
    const id = randomUUID().slice(0, 18);
    const row = { id, organisation: this.organisation, name: 'x', sealed: '', created_at: Date.now() };
    await this.running.store.ask.bbbSecrets.create({ acting: this.as('owner'), row });
    return id;
  }

  cookie(kind: AccountKind): Record<string, string> {
    return { cookie: this.running.identity.cookieOf(accountOf(kind)) };
  }

  #invitation(organisation: string, account: string, role: MemberRole) {
    const token = randomUUID();
    const times = { created_at: Date.now(), expires_at: Date.now() + 3_600_000 };
    const about = { id: `invitation-${randomUUID().slice(0, 8)}`, organisation, email: `${account}@example.org`, role };
    return { row: { ...about, ...times, token_hash: hashOf(token) }, token };
  }
}
