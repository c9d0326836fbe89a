import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { MediaCluster } from '../../cluster/media/MediaCluster.ts';
import { createAuthority } from '../../cluster/media/testing/identities.ts';
import type { MediaRoom } from '../MediaEngine.ts';
import { Happened } from '../testing/Happened.ts';
import { receiving, sending } from '../testing/parameters.ts';
import { streamsIn, TestLine } from '../testing/TestLine.ts';
import { freePorts, startEngine } from './testEngine.ts';

const program = fileURLToPath(new URL('../../../test/mediaNode.ts', import.meta.url));

const open: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** Starts a media node in a process of its own; resolves with the port on which it takes owners. */
async function spawnNode(
  folder: string,
  name: string,
  rtcPort: number,
): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [program, folder, name, String(rtcPort)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  open.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  const [said] = await once(child.stdout, 'data');
  return { child, port: Number(String(said)) };
}

async function create() {
  const authority = createAuthority();
  open.push(authority.remove);
  authority.issue('node-2');
  const rtcPort = await freePorts(1);
  const { child, port } = await spawnNode(authority.folder, 'node-2', rtcPort);
  const host = await startEngine();
  const reports = new Happened<string>();
  const cluster = await MediaCluster.create({
    name: 'node-1',
    identity: authority.issue('node-1'),
    host: host.engine,
    capacity: 1,
    listen: { host: '127.0.0.1', port: 0 },
    slots: 0,
    resumeMs: 20_000,
    fenceOf: () => 1,
    onReport: (_, message) => reports.push(message),
  });
  open.push(
    () => host.engine.close(),
    () => cluster.close(),
  );
  cluster.members([{ name: 'node-2', host: '127.0.0.1', port }]);
  await reports.until((all) => all.filter((one) => one === 'a media node is connected').length === 2);
  const room = await cluster.engine.createRoom('one-room', () => {});
  const members = [await enter(room, 'ann'), await enter(room, 'ben')];
  const ann = members.find((one) => one.port === host.port);
  const ben = members.find((one) => one.port === rtcPort);
  if (!ann || !ben) throw new Error('The members are not on two nodes.');
  return { ann, ben, child, home: host.port };
}

async function enter(room: MediaRoom, name: string) {
  const line = new TestLine();
  const peer = room.attach(name, line);
  const reopen = async (): Promise<number> => {
    const { recv } = await peer.open({});
    await peer.ready({ rtpCapabilities: receiving, have: [] });
    return Number(recv.iceCandidates[0]?.['port']);
  };
  return { name, line, peer, reopen, port: await reopen() };
}

const show = ({ peer }: Awaited<ReturnType<typeof enter>>) =>
  peer.publish({ source: 'camera', muted: false, rtpParameters: sending('camera') });

for (const [how, signal] of [
  ['is killed', 'SIGKILL'],
  ['stands still', 'SIGSTOP'],
] as const) {
  describe(`a media node that ${how}`, () => {
    it('gives its members back: they open at another node and see the others', async () => {
      const { ann, ben, child, home } = await create();
      await show(ann);
      expect(streamsIn(await ben.line.offer(1))).toEqual([`${ann.name} camera`]);
      await show(ben);
      const [before] = await ann.line.offer(1);
      child.kill(signal);
      await ben.line.reseted(1);
      expect(await ann.line.closed(1)).toEqual([before?.id]);
      expect(await ben.reopen()).toBe(home);
      expect(streamsIn(await ben.line.offer(2))).toEqual([`${ann.name} camera`]);
      await show(ben);
      expect(streamsIn(await ann.line.offer(2))).toEqual([`${ben.name} camera`]);
      expect(ann.line.resets).toBe(0);
    });
  });
}
