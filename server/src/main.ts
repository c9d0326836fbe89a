import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '@plenum/shared/core/errors';
import { paths } from '@plenum/shared/core/wire';
import { inBackground } from '@plenum/shared/core/background';
import { systemClock } from './clock.ts';
import type { Logger } from 'pino';
import { type RunningServer, startServer } from './compose.ts';
import { ClusterNode } from './cluster/ClusterNode.ts';
import type { MediaCluster } from './cluster/media/MediaCluster.ts';
import { OwnLeases } from './cluster/OwnLeases.ts';
import { type Config, ConfigError, type NodeConfig, type NodeMediaConfig, readConfig } from './config.ts';
import { ControlSocket } from './control/ControlSocket.ts';
import { Converter } from './conversion/Converter.ts';
import { Faults } from './Faults.ts';
import type { NodeCertificates } from './gateway/NodeDoor.ts';
import { readProviders } from './identity/providers.ts';
import type { IdentitySettings } from './identity/settings.ts';
import { createLog } from './log.ts';
import { MediasoupEngine } from './media/mediasoup/MediasoupEngine.ts';
import { ownAddress } from './media/mediasoup/ownAddress.ts';
import { withSecretFiles } from './secretFiles.ts';
import { Metrics } from './metrics/Metrics.ts';
import { MetricsServer } from './metrics/MetricsServer.ts';
import { DiskFileStore } from './storage/files/DiskFileStore.ts';
import { openNodeMedia } from './nodeMedia.ts';
import { publicAddress } from './publicAddress.ts';
import { openStore } from './storage/openStore.ts';
import type { Store } from './storage/ports.ts';

/** The exit code with which `npm start` and systemd do not start the server again: an operator must change something first. */
const needsOperator = 78;
/** How long streams wait for their lost media line, in ms. */
const mediaResumeMs = 20_000;
/** The people who are expected in a room that had no meeting yet. */
const usualPeople = 5;

async function readIdentity({ registration, providersFile, homes, guests }: Config): Promise<IdentitySettings> {
  if (providersFile === undefined) return { registration, providers: [], homes, guests };
  const providers = await readProviders(providersFile).catch((error: unknown) => {
    throw new ConfigError(error instanceof Error ? error.message : String(error));
  });
  return { registration, providers, homes, guests };
}

async function readTls({ tls }: Config) {
  if (!tls) return undefined;
  try {
    return { cert: await readFile(tls.cert), key: await readFile(tls.key) };
  } catch {
    throw new ConfigError(`The certificate cannot be read. Check PLENUM_TLS_CERT (${tls.cert}) and PLENUM_TLS_KEY.`);
  }
}

function linksOf({ pipes: { ip, ports } }: NodeMediaConfig) {
  return { ip, ...(ports && { ports }) };
}

/** The certificates by which nodes know each other. @throws ConfigError */
async function readNodeTls({ tls }: NodeConfig): Promise<NodeCertificates> {
  const [ca, cert, key] = await Promise.all([tls.ca, tls.cert, tls.key].map((path) => readFile(path))).catch(() => {
    throw new ConfigError('The certificates of the cluster cannot be read. Check PLENUM_NODE_CA, _CERT and _KEY.');
  });
  if (!ca || !cert || !key) throw new ConfigError('A certificate of the cluster is empty.');
  return { ca, cert, key };
}

interface Entering {
  readonly node: NodeConfig;
  readonly own: OwnLeases;
  readonly store: Store;
  readonly version: string;
  readonly media: MediaCluster | undefined;
  readonly log: Logger;
}

/** Enters the cluster. @throws AppError `unavailable` */
async function enterCluster({ node, own, store, version, media, log }: Entering) {
  const { name, url, inner, nats, tls } = node;
  const host = inner.host.includes(':') ? `[${inner.host}]` : inner.host;
  const cluster = await ClusterNode.enter({
    here: {
      node: name,
      roomUrl: `${url}${paths.roomLine}`,
      mediaUrl: `${url}${paths.mediaLine}`,
      inner: `https://${host}:${inner.port}`,
      media: node.media && { host: node.media.host, port: node.media.port, region: node.media.region },
    },
    media,
    version,
    own,
    book: store.ask,
    timers: systemClock,
    nats: nats && { ...nats, tls },
    expected: async (root) => (await store.ask.leases.expected({ room: root })) ?? usualPeople,
    onReplaced: () => {
      log.fatal(`another process runs as node ${name} of this cluster: this one stops`);
      stopInBackground();
    },
    failed: (what, error) => log.warn({ err: error }, `the cluster: ${what} failed`),
  });
  closers.push(() => cluster.leave());
  return cluster;
}

async function prepareData({ data }: Config): Promise<void> {
  try {
    await mkdir(data, { recursive: true, mode: 0o700 });
  } catch {
    throw new ConfigError(
      `The data folder ${data} cannot be made. Set PLENUM_DATA to a folder that Plenum may write to.`,
    );
  }
}

/** The errors that an operator must correct: a file has the name of our folder, or we may not write there. */
const unusable: readonly unknown[] = ['EEXIST', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'EROFS'];

/** Prepares a folder in the data folder. @throws ConfigError when an operator must correct something first */
async function inData<T>({ data }: Config, prepare: () => Promise<T>): Promise<T> {
  try {
    return await prepare();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && unusable.includes(error.code))) throw error;
    throw new ConfigError(
      `The data folder ${data} cannot be used: ${error.message}. Make it writable for this user, or choose another.`,
    );
  }
}

/** The words for an error that an operator can correct; undefined for any other error. */
function wordsFor(error: unknown, config: Config | undefined): string | undefined {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? error.code : undefined;
  const port = config?.port;
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use. Stop the program that has it, or set PLENUM_PORT to another one.`;
  if (code === 'EACCES') return `Port ${port} may not be opened by this user. Set PLENUM_PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL')
    return `This machine has no address ${config?.host}. Set PLENUM_HOST to one that it has.`;
  return error instanceof AppError || error.name === 'StartError' ? error.message : undefined;
}

/** Printed, and never logged: the address is good once. */
function firstOperatorWords(address: string): string {
  return `This server has no operator yet. This address makes one; it is good once, for a day, until the next start:\n${address}\n\n`;
}

function conversionOf({ data, converters, office }: Config) {
  return {
    folder: join(data, 'converting'),
    atOnce: converters,
    unshielded: office === 'always',
    ...(office === 'off' && { office: undefined }),
  };
}

async function readVersion(): Promise<string> {
  const manifest: { version: string } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  return manifest.version;
}

async function main(): Promise<void> {
  const config = readConfig(withSecretFiles(process.env));
  current = config;
  const log = createLog(config.logLevel);
  const faults = Faults.watch(process, log);
  await prepareData(config);
  const tls = await readTls(config);
  const identity = await readIdentity(config);
  const own = config.node && new OwnLeases({ node: config.node.name, boot: randomUUID() });
  const store = await openStore({
    data: config.data,
    fences: own,
    ...(config.databaseUrl === undefined ? {} : { databaseUrl: config.databaseUrl }),
    onUnreadable: (room, seq, error) =>
      log.warn({ room, seq, err: error }, 'a stored event cannot be read and is skipped'),
  });
  closers.push(() => store.close());
  const files = await inData(config, () =>
    DiskFileStore.create(join(config.shared, 'files'), { ...config.disk, isShared: config.node !== undefined }),
  );
  const converter = await inData(config, () => Converter.create(conversionOf(config)));
  const engine = await MediasoupEngine.create({
    workers: config.workers,
    rtcPort: config.rtc.port,
    listenIp: config.rtc.listenIp,
    // Without a public address browsers are on this machine (decision 0105).
    ...(config.rtc.announcedAddress === undefined
      ? { secondIp: ownAddress }
      : { announcedAddress: config.rtc.announcedAddress }),
    resumeMs: mediaResumeMs,
    slots: config.audioSlots,
    workerConsumers: config.workerConsumers,
    ...(config.node?.media && { links: linksOf(config.node.media) }),
    onReport: (severity, message, details) => log[severity](details, message),
  });
  closers.push(() => engine.close());
  const metrics = config.metrics && new Metrics();
  const version = await readVersion();
  const certificates = config.node && (await readNodeTls(config.node));
  const media =
    certificates &&
    own &&
    (await openNodeMedia({ config, identity: certificates, host: engine, own, store, resumeMs: mediaResumeMs, log }));
  if (media) closers.push(() => media.close());
  const cluster = config.node && own && (await enterCluster({ node: config.node, own, store, version, media, log }));
  const [recordings, { recordingKeys }] = [join(config.shared, 'recordings'), config];
  const nodes = config.node && certificates && { ...config.node.inner, certificates };
  const server = await startServer(
    {
      store,
      files,
      converter,
      engine: media?.engine ?? engine,
      clock: systemClock,
      log,
      recordings,
      recordingKeys,
      cluster,
    },
    {
      ...config,
      nodes,
      identity,
      metrics,
      tls,
      clientFolder: fileURLToPath(new URL('../../client/dist', import.meta.url)),
      version,
      faults: () => faults.count,
    },
  );
  closers.push(() => server.close());
  const address = publicAddress(config, server.port);
  const token = await server.accounts.firstOperator();
  process.stdout.write(`\nPlenum is ready: ${address}\nCtrl-C stops it; meetings go on when it is back.\n\n`);
  if (token !== undefined) process.stdout.write(firstOperatorWords(`${address}/account/operator#${token}`));
  metrics?.observe(async () => ({ ...(await server.figures()), workers: engine.workers, faults: faults.count }));
  if (metrics && config.metrics) await serveMetrics(metrics, config.metrics, log);
  await openControl(config, server, log);
}

async function serveMetrics(metrics: Metrics, where: NonNullable<Config['metrics']>, log: Logger): Promise<void> {
  const failed = (error: unknown) => log.warn({ err: error }, 'the metrics cannot be served');
  const served = await MetricsServer.start(metrics, { ...where, failed });
  closers.push(() => served.close());
}

/** Lets the command line reach this server; without it the server runs all the same. */
async function openControl({ data }: Config, server: RunningServer, log: Logger): Promise<void> {
  const failed = (error: unknown) => log.warn({ err: error }, 'the command line cannot reach this server');
  try {
    const control = await ControlSocket.open(data, { ...server, stop: stopSoon }, failed);
    closers.push(() => control.close());
  } catch (error) {
    failed(error);
  }
}

/** The steps of the stop; the newest runs first. */
const closers: (() => Promise<void>)[] = [];
let current: Config | undefined;
let stopping = false;

async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  // A part that hangs while it closes must not keep the port and the workers.
  setTimeout(() => process.exit(exitCode || 1), 10_000).unref();
  for (const close of closers.toReversed())
    await close().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  process.exit(exitCode);
}

function stopInBackground(): void {
  inBackground(stop(0), (error) => process.stderr.write(`${String(error)}\n`));
}

/** Stops after the answer to the order has left. */
function stopSoon(): void {
  setTimeout(stopInBackground, 100);
}

process.on('SIGINT', stopInBackground);
process.on('SIGTERM', stopInBackground);

main().catch(async (error: unknown) => {
  const words = wordsFor(error, current);
  process.stderr.write(
    words === undefined
      ? `Plenum cannot start: ${error instanceof Error ? error.stack : String(error)}\n`
      : `Plenum cannot start. ${words}\n`,
  );
  await stop(words === undefined ? 1 : needsOperator);
});
