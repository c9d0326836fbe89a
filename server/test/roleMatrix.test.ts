import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { type Role, roles } from '@plenum/shared/core/abilities';
import { AppError } from '@plenum/shared/core/errors';
import { features } from '@plenum/shared/features/index';
import { type Lock, lockNames } from '@plenum/shared/features/abilities';
import { allUnlocked } from '@plenum/shared/features/moderation/contract';
import type { Room } from '../src/room/Room.ts';
import { counted } from './counted.ts';
import { World } from './world.ts';

/** The written matrix. `PLENUM_WRITE_MATRIX=1` writes it again: read what changed. */
const file = fileURLToPath(new URL('../../shared/src/features/ROLES.md', import.meta.url));

interface Row {
  readonly kind: 'commands' | 'requests';
  readonly name: string;
  /** The smallest part of an input that decides which right is needed. */
  readonly input: unknown;
}

/** Every command and request; one whose values need different rights has several rows. */
const rows: readonly Row[] = features.flatMap(({ contract }) =>
  (['commands', 'requests'] as const).flatMap((kind) =>
    Object.entries(contract[kind]).flatMap(([verb, { needs }]): Row[] => {
      const name = `${contract.name}:${verb}`;
      if (typeof needs !== 'object') return [{ kind, name, input: undefined }];
      return Object.keys(needs.of).map((value) => ({ kind, name, input: { [needs.field]: value } }));
    }),
  ),
);

/** Each role as it comes in, and a participant with the presenter's mark. */
const people: readonly { readonly id: string; readonly role: Role }[] = [
  ...roles.map((role) => ({ id: role, role })),
  { id: 'presenter', role: 'participant' },
];

let world: World;
let room: Room;

beforeAll(async () => {
  world = await World.create();
  for (const { id, role } of people) await world.join({ id, name: id, role });
  room = await world.room();
  const marked = await room.dispatch('host', 'moderation:present', { member: 'presenter' }, 'key');
  if (!marked.ok) throw new Error(marked.message);
});

/** True when the door admits the input: a later failure has another reason than rights. */
function isAllowed(member: string, { kind, name, input }: Row): boolean {
  world.clock.advance(60_000);
  try {
    room.admit(member, kind, name, input);
    return true;
  } catch (error) {
    if (error instanceof AppError && ['forbidden', 'invalid'].includes(error.code)) return error.code === 'invalid';
    throw error;
  }
}

async function setLocks(lock?: Lock): Promise<void> {
  world.clock.advance(60_000);
  const locks = lock ? { ...allUnlocked, [lock]: true } : allUnlocked;
  expect(await room.dispatch('host', 'moderation:lock', { locks }, `lock-${lock}`)).toMatchObject({ ok: true });
}

/** For each row and person: `yes`, `no`, or the locks under which the command is refused. */
async function readMatrix(): Promise<string> {
  const refused = new Map<string, Lock[]>();
  const allowed = new Set<string>();
  for (const row of rows) for (const { id } of people) if (isAllowed(id, row)) allowed.add(key(row, id));
  for (const lock of lockNames) {
    await setLocks(lock);
    for (const row of rows) {
      for (const { id } of people) {
        if (allowed.has(key(row, id)) && !isAllowed(id, row)) {
          refused.set(key(row, id), [...(refused.get(key(row, id)) ?? []), lock]);
        }
      }
    }
  }
  await setLocks();
  const cell = (row: Row, id: string) => {
    if (!allowed.has(key(row, id))) return '–';
    const locks = refused.get(key(row, id));
    return locks ? `unless *${locks.join(', ')}*` : 'yes';
  };
  counted('X2', rows.length * people.length, 'cells: every command asked by every role, and again under every lock');
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    '# Who may do what',
    '',
    'Every command and request, for each role and for a participant with the presenter’s mark. *Italic* names the lock that',
    'takes it away. `server/test/roleMatrix.test.ts` asks a real room for each cell and keeps this page true.',
    '',
    line(['', ...people.map(({ id }) => id)]),
    line(['---', ...people.map(() => '---')]),
    ...rows.map((row) => line([`\`${label(row)}\``, ...people.map(({ id }) => cell(row, id))])),
    '',
  ].join('\n');
}

function label({ name, input }: Row): string {
  return input === undefined ? name : `${name} ${Object.values(input as object).join()}`;
}

function key(row: Row, id: string): string {
  return `${label(row)} ${id}`;
}

it('every command has a row, and a real room answers as the matrix says', async () => {
  const matrix = await readMatrix();
  if (process.env['PLENUM_WRITE_MATRIX'] === '1') writeFileSync(file, matrix);
  expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(matrix);
});

it('a role has all rights of the roles below it', () => {
  for (const row of rows) {
    const may = roles.map((role) => isAllowed(role, row));
    expect(may, label(row)).toEqual([...may].sort((a, b) => Number(b) - Number(a)));
  }
});
