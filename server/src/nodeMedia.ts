import { X509Certificate } from 'node:crypto';
import { AppError } from '@plenum/shared/core/errors';
import type { Logger } from 'pino';
import { MediaCluster } from './cluster/media/MediaCluster.ts';
import type { OwnLeases } from './cluster/OwnLeases.ts';
import { type Config, ConfigError } from './config.ts';
import type { NodeCertificates } from './gateway/NodeDoor.ts';
import type { RouterHost } from './media/router.ts';
import type { Store } from './storage/ports.ts';

/** The streams of one worker where no setting says how many: only the time that workers have left counts then. */
const unbounded = 1_000_000;

interface NodeMediaOptions {
  readonly config: Config;
  readonly identity: NodeCertificates;
  readonly host: RouterHost;
  readonly own: OwnLeases;
  readonly store: Store;
  readonly resumeMs: number;
  readonly log: Logger;
}

/** Opens the media of this node to the others; undefined when the settings do not say where. @throws ConfigError */
export async function openNodeMedia(options: NodeMediaOptions): Promise<MediaCluster | undefined> {
  const { config, identity, host, own, store, resumeMs, log } = options;
  const { node, workers, workerConsumers, audioSlots: slots } = config;
  if (!node?.media) return undefined;
  requireName(node.name, identity);
  const { region, host: address, port } = node.media;
  return MediaCluster.create({
    name: node.name,
    // Members stay in the region of the node that has their meeting while it has pictures to give.
    ...(region !== undefined && { region, regionOf: () => region }),
    identity,
    host,
    capacity: workers * Math.min(workerConsumers, unbounded),
    listen: { host: address, port },
    slots,
    resumeMs,
    fenceOf: async (room) => {
      const fence = own.fenceOf(await store.rootOf(room));
      if (fence === undefined) throw new AppError('unavailable', 'This node does not have the meeting any more.');
      return fence;
    },
    onReport: (severity, message, details) => log[severity](details, message),
  }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`Other nodes cannot reach the media of this one: ${reason}. Check PLENUM_NODE_MEDIA.`);
  });
}

/** @throws ConfigError when the other nodes would not know this one by its certificate */
function requireName(name: string, { cert }: NodeCertificates): void {
  const { CN } = new X509Certificate(cert).toLegacyObject().subject;
  if (CN !== name) {
    throw new ConfigError(
      `The certificate in PLENUM_NODE_CERT is for "${String(CN)}": its common name must be PLENUM_NODE_NAME, "${name}".`,
    );
  }
}
