// A media node in a process of its own, for tests that kill it: `node mediaNode.ts <folder> <name> <media port>`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MediaCluster } from '../src/cluster/media/MediaCluster.ts';
import { MediasoupEngine } from '../src/media/mediasoup/MediasoupEngine.ts';
import { ownAddress } from '../src/media/mediasoup/ownAddress.ts';

const [, , folder = '', name = '', port = ''] = process.argv;
const read = (file: string): Buffer => readFileSync(join(folder, file));
const onReport = (severity: string, message: string, details: object): void =>
  void process.stderr.write(`${severity}: ${message} ${JSON.stringify(details)}\n`);

const common = { slots: 0, resumeMs: 20_000, onReport };
const host = await MediasoupEngine.create({
  ...common,
  workers: 1,
  rtcPort: Number(port),
  listenIp: '127.0.0.1',
  secondIp: ownAddress,
  workerConsumers: Number.POSITIVE_INFINITY,
});
const cluster = await MediaCluster.create({
  ...common,
  name,
  identity: { key: read(`${name}.key`), cert: read(`${name}.crt`), ca: read('ca.crt') },
  host,
  // The second member of a room goes to another node.
  capacity: 1,
  listen: { host: '127.0.0.1', port: 0 },
  fenceOf: () => 1,
});
process.once('SIGTERM', () => process.exit());
process.stdout.write(`${cluster.port}\n`);
