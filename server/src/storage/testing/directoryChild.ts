import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { firstSettings } from '@plenum/shared/api/space/settings';
import { openStore } from '../openStore.ts';
import type { Store } from '../ports.ts';
import { by, invitationOf, newId, operator } from './directory.ts';
import { TestCluster } from './TestCluster.ts';

// The databases of `bench -- directory`, in a process of its own: a small and a full one, on SQLite and on PostgreSQL. Filled by the
// store's own procedures. It prints one line of JSON when they are ready, and ends PostgreSQL when its input ends.

/** The spaces of one group, and of its owner; all other spaces are of one person each. */
const spacesOfGroup = 50;
/** The spaces that are made in one transaction. */
const atOnce = 100;
/** The rows of one INSERT of accounts: seven columns each. */
const rowsPerInsert = 500;
/** The accounts that are signed in. */
const sessions = 400;
/** The small directory: as many as are signed in. */
const few = { accounts: sessions, spaces: 2 * sessions };

interface Size {
  readonly accounts: number;
  readonly spaces: number;
}

/** What the generator needs: cookies of signed-in accounts, and the addresses of spaces. */
interface Filled {
  readonly cookies: readonly string[];
  readonly slugs: readonly string[];
}

function say(words: string): void {
  process.stderr.write(`${words}\n`);
}

async function fill(store: Store, { accounts, spaces }: Size, title: string): Promise<Filled> {
  const ids = Array.from({ length: accounts }, () => randomUUID().replaceAll('-', ''));
  await addAccounts(store, ids);
  say(`${title}: ${accounts} accounts`);
  const groups = Math.ceil(Math.max(0, spaces - accounts) / spacesOfGroup);
  // The basic tier allows one space: the others are those of groups.
  const length = Math.min(accounts, spaces) + groups * spacesOfGroup;
  const owned = Array.from({ length }, (_, index) => ({ id: newId(), slug: `space-${index}-${newId().slice(0, 8)}` }));
  const wait: Promise<void>[] = [];
  const common = { title: 'Weekly meeting', settings: firstSettings };
  const personal = owned.slice(groups * spacesOfGroup);
  for (let from = 0; from < personal.length; from += atOnce) {
    const some = personal.slice(from, from + atOnce);
    const calls = some.map((space, index) => {
      const account = ids[from + index] ?? '';
      return store.calls.spaces.create({ acting: by(account), own: newId(), ...common, ...space });
    });
    wait.push(store.together(calls));
    if (wait.length >= 8) await Promise.all(wait.splice(0));
    if (from % 2_000 === 0) say(`${title}: ${from} spaces`);
  }
  await Promise.all(wait);
  for (let group = 0; group < groups; group += 1) {
    const [organisation, owner] = [newId(), ids[group % accounts] ?? ''];
    const acting = by(owner);
    const { row, token_hash: tokenHash } = invitationOf(organisation, `${owner}@example.org`, 'owner');
    const mine = owned.slice(group * spacesOfGroup, (group + 1) * spacesOfGroup);
    await store.together([
      store.calls.organisations.create({ acting: operator, id: organisation, name: `Group ${group}`, tier: 'small' }),
      store.calls.invitations.createFirst({ acting: operator, row }),
      store.calls.invitations.accept({ acting, tokenHash }),
      ...mine.map((space) => store.calls.spaces.create({ acting, own: newId(), organisation, ...common, ...space })),
    ]);
    if (group % 40 === 0) say(`${title}: ${personal.length + group * spacesOfGroup} spaces`);
  }
  return { cookies: await signIn(store, ids.slice(0, sessions)), slugs: owned.map(({ slug }) => slug) };
}

async function addAccounts(store: Store, ids: readonly string[]): Promise<void> {
  const { db, type } = store.libraryDatabase();
  const at = new Date().toISOString();
  for (let from = 0; from < ids.length; from += rowsPerInsert) {
    const rows = ids.slice(from, from + rowsPerInsert).map((id) => ({
      id,
      name: `Person ${id.slice(0, 6)}`,
      email: `${id}@example.org`,
      emailVerified: type === 'sqlite' ? 1 : true,
      createdAt: at,
      updatedAt: at,
      twoFactorEnabled: null,
      language: null,
      operator: 0 as const,
      disabled: 0 as const,
    }));
    await db.insertInto('accounts').values(rows).execute();
  }
}

/** Sessions as signing in makes them, and their cookies. */
async function signIn(store: Store, ids: readonly string[]): Promise<string[]> {
  const { db } = store.libraryDatabase();
  const secret = await store.secret('identity');
  const [at, expiresAt] = [new Date().toISOString(), new Date(Date.now() + 86_400_000).toISOString()];
  const rows = ids.map((userId) => ({
    id: randomUUID(),
    userId,
    token: randomUUID().replaceAll('-', ''),
    expiresAt,
    createdAt: at,
    updatedAt: at,
  }));
  await db.insertInto('sessions').values(rows).execute();
  return rows.map(({ token }) => {
    const signature = createHmac('sha256', secret).update(token).digest('base64');
    return `plenum.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
  });
}

const [folder = '', accounts = '', spaces = ''] = process.argv.slice(2);
const full = { accounts: Number(accounts), spaces: Number(spaces) };
const programs = TestCluster.programs();
const cluster = programs === undefined ? undefined : await TestCluster.create(programs, true);
const ready: unknown[] = [];
for (const database of cluster ? ['SQLite', 'PostgreSQL'] : ['SQLite']) {
  for (const [size, counts] of Object.entries({ small: few, full })) {
    const data = join(folder, `${database}-${size}`);
    mkdirSync(data, { recursive: true });
    const databaseUrl = database === 'SQLite' ? undefined : await cluster?.createDatabase();
    const store = await openStore({ data, databaseUrl, onUnreadable: () => process.exit(3) });
    const began = performance.now();
    const filled = await fill(store, counts, `${database}, ${size}`);
    await store.close();
    const seconds = Math.round(performance.now() - began) / 1_000;
    ready.push({ database, size, data, databaseUrl, seconds, ...counts, ...filled });
  }
}
process.stdout.write(`${JSON.stringify(ready)}\n`);
process.stdin.resume();
await once(process.stdin, 'end');
await cluster?.close();
