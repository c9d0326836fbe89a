// A media node in a process of its own, for tests that kill it: `node mediaNode.ts <folder> <name> <first media port>`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MediaCluster } from '../src/cluster/media/MediaCluster.ts';
import { MediasoupEngine } from '../src/media/mediasoup/MediasoupEngine.ts';

const [, , folder = '', name = '', port = ''] = process.argv;
const read = (file: string): Buffer => readFileSync(join(folder, file));
const onReport = (severity: string, message: string): void => void process.stderr.write(`${severity}: ${message}\n`);

const host = await MediasoupEngine.create({
  workers: 1,
  rtcPort: Number(port),
  listenIp: '127.0.0.1',
  resumeMs: 20_000,
  slots: 0,
  workerConsumers: 500,
  onReport,
});
const cluster = await MediaCluster.create({
  name,
  identity: { key: read(`${name}.key`), cert: read(`${name}.crt`), ca: read('ca.crt') },
  host,
  capacity: 1,
  listen: { host: '127.0.0.1', port: 0 },
  slots: 0,
  resumeMs: 20_000,
  fenceOf: () => 1,
  onReport,
});
process.stdout.write(`${cluster.port}\n`);
