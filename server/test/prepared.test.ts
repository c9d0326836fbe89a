import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readUsage } from '@plenum/shared/api/organisation/contract';
import { enterSpace, Space } from '@plenum/shared/api/space/contract';
import { listPrepared, Prepared, preparedLimits } from '@plenum/shared/api/space/prepared';
import { firstSettings, type SpaceSettings } from '@plenum/shared/api/space/settings';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { poll } from '@plenum/shared/features/poll/contract';
import { slides } from '@plenum/shared/features/slides/contract';
import { pdfWith } from './badFiles.ts';
import { type AccountKind, RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

let running: Running;
let scene: RecordScene;
beforeAll(async () => {
  running = await Running.create({ office: undefined });
  scene = await RecordScene.create(running);
});
afterAll(() => running.close());

const setup = { question: 'Shall we?', choice: { kind: 'yesNo' }, secret: false };
const plan = {
  name: 'Two groups',
  rooms: [
    { key: 'a', name: 'Group 1' },
    { key: 'b', name: 'Group 2' },
  ],
  expected: [],
  options: { invite: 'ask', choice: 'assigned', late: 'stay' },
};

async function newSpace(settings: Partial<SpaceSettings> = {}): Promise<Space> {
  const input = { title: 'The yard', organisation: scene.organisation, settings: { ...firstSettings, ...settings } };
  return Space.parse((await running.http('POST', '/api/spaces', input, scene.cookie('host'))).json);
}

const at = (space: string, rest = '') => `/api/spaces/${space}/prepared${rest}`;

function add(space: string, content: object, by: AccountKind = 'host') {
  return running.http('POST', at(space), { content }, scene.cookie(by));
}

async function bring(space: string, name: string, body: Buffer, by: AccountKind = 'host') {
  const response = await fetch(`${running.origin}/api/spaces/${space}/slides?name=${name}&sizes=${body.length}`, {
    method: 'POST',
    headers: { origin: running.origin, 'content-type': 'application/octet-stream', ...scene.cookie(by) },
    body: new Blob([new Uint8Array(body)]),
  });
  const lines = (await response.text()).trim().split('\n');
  return { status: response.status, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

async function listed(space: string): Promise<readonly Prepared[]> {
  return listPrepared.output.parse((await running.http('GET', at(space), undefined, scene.cookie('host'))).json).items;
}

/** Begins a meeting, and returns what its room has; everybody leaves, so that the next one begins anew. */
async function sitting(slug: string) {
  const asked = await running.http('POST', `/api/s/${slug}/tickets`, { name: 'Zoe' }, scene.cookie('host'));
  const { ticket, room: id } = enterSpace.output.parse(asked.json);
  const line = await running.connect({ ticket });
  const room = await running.server.rooms.require(id);
  const has = {
    id,
    presentations: room.committed(slides).presentations,
    drafts: room.committed(poll).drafts,
    plans: room.committed(breakout).saved,
  };
  const leave = async () => {
    await line.ask('presence:leave', {});
    await expect.poll(() => room.people).toBe(0);
    await expect.poll(async () => (await running.store.occupiedRooms()).includes(id)).toBe(false);
    await running.store.markRoom(id, 5);
  };
  return { ...has, line, leave };
}

describe('what is prepared in a space', () => {
  it('[SA14] is what each meeting begins with, and what its members can get', async () => {
    const { id, slug } = await newSpace();
    expect((await add(id, { kind: 'poll', setup })).status).toBe(201);
    expect((await add(id, { kind: 'plan', plan })).status).toBe(201);
    const brought = await bring(id, 'Budget.pdf', pdfWith({ count: 2 }));
    expect(brought.lines[0]).toEqual({ stage: 'waiting' });
    expect(brought.lines.at(-1)).toMatchObject({ stage: 'done' });
    const items = await listed(id);
    expect(items).toMatchObject([
      { kind: 'poll', title: 'Shall we?' },
      { kind: 'plan', title: 'Two groups' },
      { kind: 'slides', title: 'Budget', pages: 2 },
    ]);
    const first = await sitting(slug);
    expect(first.drafts).toEqual([{ id: items[0]?.id, setup }]);
    expect(first.plans).toEqual([plan]);
    expect(first.presentations).toMatchObject([{ id: items[2]?.id, name: 'Budget', kind: 'pdf' }]);
    const path = `/api/rooms/${first.id}/presentations/${items[2]?.id}/file`;
    const file = () => running.http('GET', path, undefined, { authorization: `Bearer ${first.line.welcome.seat}` });
    expect((await file()).text.startsWith('%PDF')).toBe(true);
    // The meeting keeps what it has.
    const { id: gone = '' } = items[2] ?? {};
    expect((await running.http('DELETE', at(id, `/${gone}`), undefined, scene.cookie('host'))).status).toBe(200);
    expect((await file()).status).toBe(200);
    await running.http(
      'PUT',
      at(id, `/${items[0]?.id}`),
      { content: { kind: 'poll', setup: { ...setup, question: 'Or not?' } } },
      scene.cookie('host'),
    );
    await first.leave();
    const second = await sitting(slug);
    expect(second.id).toBe(first.id);
    // Slides are kept in this space: those of the first meeting are still there.
    expect(second.presentations.map(({ name }) => name)).toEqual(['Budget']);
    expect(second.drafts.map((draft) => draft.setup.question)).toEqual(['Or not?']);
    expect(second.plans).toEqual([plan]);
    await second.leave();
  });

  it.each([
    { keep: { chat: true, boards: false, slides: false }, sameRoom: true },
    { keep: { chat: false, boards: false, slides: false }, sameRoom: false },
  ])('[SA14] comes again where slides are cleared: $keep', async ({ keep, sameRoom }) => {
    const { id, slug } = await newSpace({ keep });
    await bring(id, 'Budget.pdf', pdfWith({ count: 1 }));
    const first = await sitting(slug);
    await first.line.ask('slides:blank', { name: 'Board' });
    await first.leave();
    const second = await sitting(slug);
    expect(second.id === first.id).toBe(sameRoom);
    expect(second.presentations.map(({ name }) => name)).toEqual(['Budget']);
    const path = `/api/rooms/${second.id}/presentations/${second.presentations[0]?.id}/file`;
    const header = { authorization: `Bearer ${second.line.welcome.seat}` };
    expect((await running.http('GET', path, undefined, header)).status).toBe(200);
    await second.leave();
  });

  it('[SA14] is for its owner, shared hosts and admins, and what it is stands in the audit', async () => {
    const { id } = await newSpace();
    const pdf = pdfWith({ count: 1 });
    for (const [kind, status] of [
      ['stranger', 404],
      ['member', 403],
      ['admin', 201],
    ] as const) {
      expect((await add(id, { kind: 'poll', setup }, kind)).status, kind).toBe(status);
      const { status: answered, lines } = await bring(id, 'a.pdf', pdf, kind);
      expect([answered, lines.at(-1)?.stage], kind).toEqual(status === 201 ? [200, 'done'] : [status, undefined]);
    }
    await running.http('POST', `/api/spaces/${id}/hosts`, { email: 'member@example.org' }, scene.cookie('host'));
    expect((await add(id, { kind: 'poll', setup }, 'member')).status).toBe(201);
    expect(await listed(id)).toHaveLength(3);
    const path = `/api/organisations/${scene.organisation}/audit`;
    const { text } = await running.http('GET', path, undefined, scene.cookie('owner'));
    expect(text).toContain('prepared:add');
    expect(text).not.toContain('Shall we?');
  });

  it('[SA15] is bounded; of two at once at the bound one gets in', async () => {
    const { id } = await newSpace();
    for (let number = 1; number < preparedLimits.plan; number += 1) {
      expect((await add(id, { kind: 'plan', plan: { ...plan, name: `Plan ${number}` } })).status).toBe(201);
    }
    expect((await add(id, { kind: 'plan', plan: { ...plan, name: 'Plan 1' } })).status).toBe(409);
    const both = await Promise.all(['x', 'y'].map((name) => add(id, { kind: 'plan', plan: { ...plan, name } })));
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409]);
    expect(both.find(({ status }) => status !== 201)?.json).toMatchObject({ code: 'full' });
    const broken = await bring(id, 'a.pdf', Buffer.from('no pdf'));
    expect(broken.lines.at(-1)).toMatchObject({ stage: 'refused' });
    expect((await listed(id)).every(({ kind }) => kind === 'plan')).toBe(true);
  });

  it('[SA12] goes with the space, its files too', async () => {
    const { id } = await newSpace();
    await bring(id, 'Budget.pdf', pdfWith({ count: 1 }));
    const path = `/api/organisations/${scene.organisation}/usage`;
    const used = async () => {
      const { json } = await running.http('GET', path, undefined, scene.cookie('owner'));
      return readUsage.output.parse(json).fileBytes;
    };
    const before = await used();
    expect(before).toBeGreaterThan(0);
    await running.http('DELETE', `/api/spaces/${id}`, undefined, scene.cookie('host'));
    expect(await used()).toBeLessThan(before);
  });
});
