import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { MediaFact } from '../MediaEngine.ts';
import { Happened } from '../testing/Happened.ts';
import { sending } from '../testing/parameters.ts';
import { TestLine } from '../testing/TestLine.ts';
import { freePorts, isAlive, isFree, startEngine, type TestEngine } from './testEngine.ts';

const open: TestEngine[] = [];
afterEach(async () => {
  for (const { engine } of open.splice(0)) await engine.close();
});

async function start(settings: Parameters<typeof startEngine>[0] = {}): Promise<TestEngine> {
  const started = await startEngine(settings);
  open.push(started);
  return started;
}

const starts = ({ reports }: TestEngine): number =>
  reports.all.filter(({ message }) => message === 'a media worker runs').length;

describe('a worker that dies', () => {
  it('is replaced on the same port, while the other workers and their rooms see nothing of it', async () => {
    const test = await start({ workers: 2 });
    const { engine, reports } = test;
    const lines: TestLine[] = [];
    const facts = new Happened<MediaFact>();
    for (const id of ['room-one', 'room-two']) {
      const line = new TestLine();
      const peer = (await engine.createRoom(id, facts.push)).attach('ann', line);
      await peer.open({});
      await peer.publish({ source: 'mic', muted: false, rtpParameters: sending('mic') });
      lines.push(line);
    }
    const [victim, other] = engine.census().pids;
    await test.kill([victim ?? 0]);
    expect(engine.healthy()).toBe(true);
    expect(reports.all.find(({ message }) => message === 'a media worker died')?.severity).toBe('error');
    await reports.until(() => starts(test) === 3);
    const pids = engine.census().pids;
    expect(pids).toHaveLength(2);
    expect(pids).toContain(other);
    expect(pids).not.toContain(victim);
    const ports = reports.all
      .filter(({ message }) => message === 'a media worker runs')
      .map(({ details }) => details.port);
    expect(new Set(ports)).toEqual(new Set([test.port, test.port + 1]));
    expect(new Set(lines.map(({ resets }) => resets))).toEqual(new Set([0, 1]));
    expect(facts.all).toHaveLength(2);
  });

  it('leaves its rooms to a live worker at once, before it is replaced', async () => {
    const test = await start({ workers: 2 });
    const line = new TestLine();
    const peer = (await test.engine.createRoom('one-room', () => {})).attach('ann', line);
    await peer.open({});
    await test.kill(test.engine.census().pids.slice(0, 1));
    await line.reseted(1);
    await peer.open({});
    expect(test.engine.census()).toMatchObject({ rooms: 1, load: 2 });
  });

  it('serves every request that was under way with a failure of our list', async () => {
    const test = await start();
    const room = await test.engine.createRoom('one-room', () => {});
    const peer = room.attach('ann', new TestLine());
    await peer.open({});
    const asked = [
      peer.publish({ source: 'mic', muted: false, rtpParameters: sending('mic') }),
      peer.restartIce({ side: 'send' }),
      room.attach('ben', new TestLine()).open({}),
    ];
    const answers = Promise.allSettled(asked);
    await test.kill(test.engine.census().pids);
    for (const answer of await answers) {
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ name: 'AppError', code: 'unavailable' });
    }
  });
});

describe('a crash loop', () => {
  it('pauses, refuses new rooms, and works again after', async () => {
    const test = await start();
    const { engine, clock, reports } = test;
    const line = new TestLine();
    const peer = (await engine.createRoom('old-room', () => {})).attach('ann', line);
    await peer.open({});
    for (let deaths = 1; deaths <= 5; deaths += 1) {
      await test.kill(engine.census().pids);
      if (deaths < 5) await reports.until(() => starts(test) === deaths + 1);
    }
    expect(engine.healthy()).toBe(false);
    expect(reports.all.at(-1)).toMatchObject({
      message: 'media workers die again and again; pausing',
      details: { waitMs: 10_000 },
    });
    await expect(engine.createRoom('new-room', () => {})).rejects.toMatchObject({ code: 'unavailable' });
    await line.reseted(1);
    await expect(peer.open({})).rejects.toMatchObject({ code: 'unavailable' });
    clock.turn(9_999);
    expect(starts(test)).toBe(5);
    clock.turn(1);
    await reports.until(() => starts(test) === 6);
    await peer.open({});
    await expect(engine.createRoom('new-room', () => {})).rejects.toMatchObject({ code: 'unavailable' });
    clock.turn(60_000);
    await engine.createRoom('new-room', () => {});
    expect(engine.census().rooms).toBe(2);
  });
});

describe('a worker that hangs', () => {
  it('is found by its silence, ended and replaced', async () => {
    const test = await start({ watchdog: { everyMs: 20, limitMs: 500, misses: 2, busyMisses: 4, lookMs: 50 } });
    const line = new TestLine();
    const peer = (await test.engine.createRoom('one-room', () => {})).attach('ann', line);
    await peer.open({});
    const [pid] = test.engine.census().pids;
    await test.kill([pid ?? 0], 'SIGSTOP');
    expect(test.reports.all.map(({ message }) => message)).toContain('a media worker hangs and is ended');
    await line.reseted(1);
    await peer.open({});
    expect(isAlive(pid ?? 0)).toBe(false);
  });

  it('does not keep the engine from closing', async () => {
    const test = await start();
    const [pid = 0] = test.engine.census().pids;
    process.kill(pid, 'SIGSTOP');
    await test.engine.close();
    expect(isAlive(pid)).toBe(false);
  });
});

describe('the end', () => {
  it('leaves no process and frees the ports, also when a worker is just being replaced', async () => {
    const test = await start({ workers: 2 });
    await test.engine.createRoom('one-room', () => {});
    const pids = test.engine.census().pids;
    await test.kill(pids.slice(0, 1));
    await test.engine.close();
    expect(pids.filter(isAlive)).toEqual([]);
    expect(test.engine.census()).toEqual({ rooms: 0, load: 0, pids: [] });
    expect(await Promise.all([isFree(test.port), isFree(test.port + 1)])).toEqual([true, true]);
    expect(test.clock.timers).toBe(0);
  });

  it('leaves the decision to stop at a signal to the server', async () => {
    const before = [process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')];
    await start();
    expect([process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')]).toEqual(before);
  });

  it('comes for the workers too when the server is killed', async () => {
    const port = await freePorts(1);
    const program = `
      const { MediasoupEngine } = await import(${JSON.stringify(new URL('./MediasoupEngine.ts', import.meta.url).href)});
      const engine = await MediasoupEngine.create({ workers: 1, rtcPort: ${port}, listenIp: '127.0.0.1', resumeMs: 1000, slots: 3, workerConsumers: 500, onReport() {} });
      await engine.createRoom('one-room', () => {});
      process.send(engine.census().pids[0]);
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [pid] = await once(child, 'message');
    expect(isAlive(Number(pid))).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    // The worker ends when its pipe closes. That event does not reach this process, so poll.
    await expect.poll(() => isAlive(Number(pid)), { timeout: 25_000 }).toBe(false);
    expect(await isFree(port)).toBe(true);
  });
});

describe('a failed start', () => {
  it('names the port that is taken, and leaves nothing behind', async () => {
    const first = await start();
    const second = startEngine({ workers: 2, rtcPort: first.port });
    await expect(second).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining(String(first.port)),
    });
    expect(await isFree(first.port + 1)).toBe(true);
  });

  it('says so when there is no worker program', async () => {
    await expect(startEngine({ workerBin: '/nowhere/mediasoup-worker' })).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('npm run doctor'),
    });
    await expect(startEngine({ workerBin: '/bin/false' })).rejects.toMatchObject({ name: 'StartError' });
  });
});
