import { firstSettings } from '@plenum/shared/api/space/settings';
import { expect, it } from 'vitest';
import type { Bench } from './Bench.ts';
import { by, newGroup, newId, operator, throughAtOnce } from './directory.ts';

const megabyte = 1024 * 1024;
const secrets = { key: 'k', managerKey: 'm', code: '123456789' };

/** A space of an organisation that may have so many bytes of recordings. */
async function scene(bench: Bench, most = 100 * megabyte) {
  const store = await bench.store();
  const { ask } = store;
  const { organisation, owner } = await newGroup(store, 'large');
  await ask.organisations.rule({ acting: operator, organisation, agreed: { recordingBytes: most } });
  const space = newId();
  const input = { title: 'The yard', settings: firstSettings, organisation, own: '' };
  await ask.spaces.create({ acting: by(owner), id: space, slug: `s-${space}`, ...input });
  const begin = async (id: string, bytes = 0) => {
    const home = `r-${id}`;
    await store.createRoom({ id: home, title: 'x', hostKeyHash: 'ab', createdAt: 1, space });
    return ask.recordings.begin({ id, room: home, home, title: 'x', chat: 'kept', ...secrets, at: 1, bytes });
  };
  const again = (id: string, bytes: number) =>
    ask.recordings.begin({ id, room: `r-${id}`, home: `r-${id}`, title: 'x', chat: 'kept', ...secrets, at: 1, bytes });
  const usage = async () => (await ask.recordings.page({ acting: by(owner), space, bin: false })).usage;
  return { store, ask, owner, organisation, space, begin, again, usage };
}

/** The space of an organisation for its recordings. */
export function recordingSpaceCases(bench: Bench): void {
  it('[RK5] recordings that run at once may together write exactly what is left', async () => {
    const most = 50 * megabyte;
    const { ask, begin, usage } = await scene(bench, most);
    const ids = [newId(), newId(), newId()];
    const upTo = new Map<string, number>();
    for (const id of ids) upTo.set(id, (await begin(id))?.upTo ?? 0);
    const promised = () => [...upTo.values()].reduce((sum, one) => sum + one, 0);
    expect(promised()).toBeLessThanOrEqual(most);
    // Each writes all that it may, and asks for more, all at the same time, until nothing is left.
    for (let rounds = 0; rounds < 40; rounds += 1) {
      await Promise.all(
        ids.map(async (id) => {
          const bytes = upTo.get(id) ?? 0;
          upTo.set(id, (await ask.recordings.reserve({ id, bytes, duration: 1 }))?.upTo ?? 0);
        }),
      );
      expect(promised()).toBeLessThanOrEqual(most);
    }
    expect(promised()).toBe(most);
    expect(await usage()).toEqual({ bytes: most, most });
    await expect(begin(newId())).rejects.toMatchObject({ code: 'full', met: { limit: 'recordingBytes', most } });
  });

  it('[RK5] of recordings that begin at once for the last bytes, one begins', async () => {
    const { begin } = await scene(bench, 3 * megabyte);
    const begun = [newId(), newId(), newId(), newId()].map((id) => () => begin(id));
    expect(await throughAtOnce(begun)).toBe(1);
  });

  it('[RK5] gives back what a recording did not use, and counts its own bytes once after a restart', async () => {
    const most = 3 * megabyte;
    const { ask, begin, again, usage } = await scene(bench, most);
    const [one, two] = [newId(), newId()];
    await begin(one);
    await expect(begin(two)).rejects.toMatchObject({ code: 'full' });
    await ask.recordings.reserve({ id: one, bytes: megabyte, duration: 1 });
    expect(await again(one, megabyte)).toEqual({ bytes: megabyte, most, upTo: most });
    await ask.recordings.measure({ id: one, bytes: megabyte, duration: 1, isDone: true });
    expect(await usage()).toEqual({ bytes: megabyte, most });
    expect(await again(two, 0)).toEqual({ bytes: megabyte, most, upTo: 2 * megabyte });
  });
}

/** Who sees recordings, and how they go. */
export function recordingCases(bench: Bench): void {
  it('[RK2] [RK3] shows a recording to the people whom its visibility names, and its code opens it only when right', async () => {
    const { ask, owner, begin } = await scene(bench);
    const id = newId();
    await begin(id);
    const read = (more: { acting?: ReturnType<typeof by>; key?: string; code?: string }) =>
      ask.recordings.read({ acting: undefined, recording: id, ...more }).then(
        ({ manages }) => manages,
        (error: { code: string; bound?: string }) => error.bound ?? error.code,
      );
    expect(await read({ acting: by(owner) })).toBe(true);
    expect(await read({ key: 'k' })).toBe('notFound');
    await ask.recordings.measure({ id, bytes: 1, duration: 1, isDone: true });
    const set = { state: 'published', visibility: 'code' } as const;
    await ask.recordings.change({ acting: by(owner), recording: id, set });
    expect(await read({ key: 'k' })).toBe('code');
    expect(await read({ key: 'k', code: '000000000' })).toBe('code');
    expect(await read({ key: 'k', code: secrets.code })).toBe(false);
    expect(await read({ key: 'x', code: secrets.code })).toBe('notFound');
    expect(await read({ acting: by('stranger') })).toBe('notFound');
  });

  it('[RK7] moves recordings to the bin, restores them, and finds those whose time is over', async () => {
    const { ask, owner, begin } = await scene(bench);
    const id = newId();
    await begin(id);
    const about = { acting: by(owner), recording: id };
    const day = 24 * 3_600_000;
    const due = async (now: number) => (await ask.recordings.due({ now, spacelessMs: day })).includes(id);
    await expect(ask.recordings.remove({ ...about, at: day })).rejects.toMatchObject({ code: 'conflict' });
    await ask.recordings.measure({ id, bytes: 1, duration: 1, isDone: true });
    expect(await ask.recordings.remove({ ...about, at: day })).toEqual({ erases: false });
    expect(await due(2 * day)).toBe(false);
    expect(await due(32 * day)).toBe(true);
    expect(await ask.recordings.restore(about)).toMatchObject({ state: 'unpublished' });
    expect(await due(32 * day)).toBe(false);
    await ask.recordings.remove({ ...about, at: day });
    expect(await ask.recordings.remove({ ...about, at: day })).toEqual({ erases: true });
    expect(await due(31 * day)).toBe(true);
    await expect(ask.recordings.restore(about)).rejects.toMatchObject({ code: 'conflict' });
    await ask.recordings.forget({ id });
    await expect(ask.recordings.read(about)).rejects.toMatchObject({ code: 'notFound' });
  });

  it('[RK11] moves a recording to the bin when the days of its space or of its organisation are over', async () => {
    const { ask, owner, organisation, space, begin } = await scene(bench);
    const id = newId();
    await begin(id);
    await ask.recordings.measure({ id, bytes: 1, duration: 1, isDone: true });
    const day = 24 * 3_600_000;
    const about = { acting: by(owner), recording: id };
    const retiredBy = async (days: number) => {
      await ask.recordings.retire({ now: days * day });
      return (await ask.recordings.read(about)).facts;
    };
    expect(await retiredBy(10_000)).toMatchObject({ state: 'ready', days: undefined });
    await ask.organisations.change({ acting: by(owner), organisation, recordingDays: 30 });
    expect(await retiredBy(30)).toMatchObject({ state: 'ready', days: 30 });
    // A space may say fewer days, not more.
    const keep = (recordingDays: number) =>
      ask.spaces.change({ acting: by(owner), space, settings: { ...firstSettings, recordingDays } });
    await keep(90);
    expect(await retiredBy(30)).toMatchObject({ state: 'ready', days: 30 });
    await keep(7);
    expect(await retiredBy(7)).toMatchObject({ state: 'ready', days: 7 });
    expect(await retiredBy(8)).toMatchObject({ state: 'deleted', deletedAt: 8 * day });
    await ask.recordings.restore(about);
    await ask.organisations.change({ acting: by(owner), organisation, recordingDays: null });
    await ask.spaces.change({ acting: by(owner), space, settings: firstSettings });
    expect(await retiredBy(10_000)).toMatchObject({ state: 'unpublished', days: undefined });
  });
}

/** The node whose runs make copies. */
const node = 'here';

/** A recording that is ready, of an organisation that may have so many bytes. */
async function readyScene(bench: Bench, most = 100 * megabyte) {
  const made = await scene(bench, most);
  const id = newId();
  await made.begin(id);
  await made.ask.recordings.measure({ id, bytes: megabyte, duration: 5, isDone: true });
  const { recordingCopies: copies } = made.ask;
  const about = { acting: by(made.owner), recording: id };
  const kinds = ['webm', 'mp4', 'mp3'] as const;
  const claim = (run: string, at = 10) => copies.claim({ node, run, kinds, at });
  const states = async () => (await copies.list({ recording: id })).map(({ kind, state }) => `${kind} ${state}`);
  return { ...made, id, copies, about, claim, states };
}

/** The queue of the files that servers make of recordings. */
export function recordingCopyCases(bench: Bench): void {
  const ready = (most?: number) => readyScene(bench, most);

  it('[RK12] gives each copy to one run, the WebM before what is made from it, and counts their bytes', async () => {
    const { copies, about, claim, states, usage, id } = await ready();
    await copies.ask({ ...about, kind: 'mp4', at: 1 });
    await copies.ask({ ...about, kind: 'mp4', at: 2 });
    expect(await states()).toEqual(['webm waiting', 'mp4 waiting']);
    const both = await Promise.all([claim('one'), claim('two')]);
    const first = both.find((one) => one !== undefined);
    expect(both.filter((one) => one !== undefined)).toMatchObject([{ recording: id, kind: 'webm', duration: 5 }]);
    if (!first) return;
    expect(await claim('three')).toBeUndefined();
    expect(await copies.hear({ ...first, share: 0.5, at: 11 })).toBe(true);
    expect(await copies.made({ ...first, bytes: megabyte })).toBe('made');
    expect(await copies.made({ ...first, bytes: megabyte })).toBe('gone');
    expect((await usage()).bytes).toBe(2 * megabyte);
    expect(await claim('four')).toMatchObject({ kind: 'mp4' });
    await copies.drop({ ...about, kind: 'webm' });
    expect((await usage()).bytes).toBe(megabyte);
    expect(await states()).toEqual([]);
  });

  it('[RK12] a copy without space in the organisation fails, with what would be made from it', async () => {
    const { copies, about, claim, states, usage } = await ready(2 * megabyte);
    await copies.ask({ ...about, kind: 'mp3', at: 1 });
    const run = await claim('one');
    expect(run && (await copies.made({ ...run, bytes: megabyte + 1 }))).toBe('full');
    expect(await states()).toEqual(['webm failed', 'mp3 failed']);
    expect((await usage()).bytes).toBe(megabyte);
    await copies.ask({ ...about, kind: 'webm', at: 2 });
    expect(await states()).toEqual(['mp3 failed', 'webm waiting']);
    // The store is shared, and so is its queue.
    await copies.drop({ ...about, kind: 'webm' });
  });

  it('[RK12] what a crash cut off begins again, by the same node at its start or by another later, three times', async () => {
    const { copies, about, claim, states } = await ready();
    await copies.ask({ ...about, kind: 'webm', at: 1 });
    const first = await claim('one');
    await copies.release({ node, isOrderly: false });
    expect(await claim('two')).toMatchObject({ kind: 'webm' });
    expect(first && (await copies.hear({ ...first, share: 0.5, at: 11 }))).toBe(false);
    expect(await claim('three', 10 + 119_000)).toBeUndefined();
    expect(await claim('three', 10 + 121_000)).toMatchObject({ kind: 'webm' });
    await copies.release({ node, isOrderly: false });
    expect(await claim('four')).toBeUndefined();
    expect(await states()).toEqual(['webm failed']);
  });

  it('[RK12] a recording that was written anew gets its copies again, and none is made while it is in the bin', async () => {
    const { ask, copies, about, claim, states, id } = await ready();
    await copies.ask({ ...about, kind: 'webm', at: 1 });
    const run = await claim('one');
    await copies.again({ recording: id });
    expect(run && (await copies.made({ ...run, bytes: 1 }))).toBe('gone');
    expect(await states()).toEqual(['webm waiting']);
    // What was made of a WebM that is removed needs it again.
    await copies.ask({ ...about, kind: 'mp3', at: 3 });
    for (const name of ['two', 'three']) {
      const next = await claim(name);
      expect(next && (await copies.made({ ...next, bytes: 1 }))).toBe('made');
    }
    await copies.drop({ ...about, kind: 'webm' });
    await copies.again({ recording: id });
    expect(await states()).toEqual(['webm waiting', 'mp3 waiting']);
    await ask.recordings.remove({ ...about, at: 5 });
    expect(await claim('four')).toBeUndefined();
    await expect(copies.ask({ ...about, kind: 'mp3', at: 1 })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('[RK12] only people who manage a recording ask for copies', async () => {
    const { copies, about, states } = await ready();
    await expect(copies.ask({ ...about, acting: undefined, kind: 'webm', at: 1 })).rejects.toMatchObject({
      code: 'notFound',
    });
    expect(await states()).toEqual([]);
  });
}
