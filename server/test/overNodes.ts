/**
 * Loaded into the server's process before the server: its rooms have their media on `MEDIA_NODES` media nodes of one worker
 * each, over TLS, instead of on its own workers. With `MEDIA_NODES_HERE` the nodes are in the server's process, where a bench
 * can count their packets; else each is a process of its own, which a test can kill.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { EngineService } from '../src/cluster/media/node/EngineService.ts';
import { RemoteEngine } from '../src/cluster/media/owner/RemoteEngine.ts';
import { createAuthority } from '../src/cluster/media/testing/identities.ts';
import { connectTls, listenTls, type NodeIdentity } from '../src/cluster/media/wire/TlsChannel.ts';
import { alone } from '../src/media/alone.ts';
import { MediasoupEngine } from '../src/media/mediasoup/MediasoupEngine.ts';
import { checkCapabilities } from '../src/media/mediasoup/MediasoupTransports.ts';

type Options = Parameters<typeof MediasoupEngine.create>[0];

const program = fileURLToPath(new URL('mediaNode.ts', import.meta.url));
const count = Number(process.env['MEDIA_NODES'] ?? 2);
const isHere = process.env['MEDIA_NODES_HERE'] !== undefined;
const startEngine = MediasoupEngine.create.bind(MediasoupEngine);
// Processes that this one starts are no servers.
delete process.env['NODE_OPTIONS'];
const authority = createAuthority();
process.once('exit', authority.remove);

/** Starts a media node; resolves with the port on which it takes owners. */
type StartNode = (node: string, rtcPort: number, options: Options) => Promise<number>;

const startHere: StartNode = async (node, rtcPort, options) => {
  const host = await startEngine({ ...options, rtcPort, workers: 1 });
  // The second member of a room goes to another node.
  const service = new EngineService({ host, capacity: 1, onReport: options.onReport });
  const { port } = await listenTls({
    host: '127.0.0.1',
    port: 0,
    identity: authority.issue(node),
    onChannel: (channel) => alone(service.serve(channel)),
    onRefused: (reason) => options.onReport('warn', reason, { node }),
  });
  return port;
};

const startProcess: StartNode = async (node, rtcPort, { onReport }) => {
  authority.issue(node);
  const child = spawn(process.execPath, ['--no-warnings', program, authority.folder, node, String(rtcPort)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  child.once('exit', () => onReport('info', 'a media node has ended', { node }));
  const [said] = await once(child.stdout, 'data');
  return Number(String(said));
};

async function joinNode(engine: RemoteEngine, identity: NodeIdentity, options: Options, rtcPort: number) {
  const node = `node-${rtcPort}`;
  const port = await (isHere ? startHere : startProcess)(node, rtcPort, options);
  engine.join({ name: node, connect: () => connectTls({ host: '127.0.0.1', port, node, identity }) });
}

async function create(options: Options): Promise<RemoteEngine> {
  const { rtcPort, slots, resumeMs, onReport } = options;
  const engine = new RemoteEngine({ slots, resumeMs, checkCapabilities, fenceOf: () => 1, onReport });
  const identity = authority.issue('owner');
  await Promise.all(Array.from({ length: count }, (_, index) => joinNode(engine, identity, options, rtcPort + index)));
  return engine;
}

Object.assign(MediasoupEngine, { create });
