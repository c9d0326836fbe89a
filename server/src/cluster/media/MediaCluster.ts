import { alone } from '../../media/alone.ts';
import type { RouterHost } from '../../media/router.ts';
import { EngineService } from './node/EngineService.ts';
import type { Report } from '../../media/report.ts';
import { memoryChannels } from './wire/memoryChannels.ts';
import { RemoteEngine, type RemoteEngineOptions } from './owner/RemoteEngine.ts';
import { connectTls, listenTls, type NodeIdentity, type TlsListener } from './wire/TlsChannel.ts';

/** A media node, as the cluster's members announce it. */
export interface AnnouncedNode {
  readonly name: string;
  /** Where it listens for owners of rooms. */
  readonly host: string;
  readonly port: number;
  readonly region?: string;
}

interface Options extends Omit<RemoteEngineOptions, 'checkCapabilities'> {
  /** The name of this node, which its certificate carries. */
  readonly name: string;
  readonly region?: string;
  readonly identity: NodeIdentity;
  /** The workers of this node, which take members of its own rooms and of others. */
  readonly host: RouterHost;
  /** Streams that this node should not exceed. */
  readonly capacity: number;
  readonly listen: { readonly host: string; readonly port: number };
  readonly onReport: Report;
}

/** The media of one node of a cluster: rooms that it owns, over all media nodes, and its workers, for all owners. */
export class MediaCluster {
  /** The engine for the rooms that this node owns. */
  readonly engine: RemoteEngine;
  readonly #options: Options;
  readonly #service: EngineService;
  readonly #joined = new Map<string, AnnouncedNode>();
  #listener: TlsListener | undefined;

  private constructor(options: Options) {
    const { host, capacity, onReport, name, region } = options;
    this.#options = options;
    this.#service = new EngineService({ host, capacity, onReport });
    this.engine = new RemoteEngine({ ...options, checkCapabilities: (all) => host.checkCapabilities(all) });
    this.engine.join({
      name,
      ...(region !== undefined && { region }),
      connect: async () => {
        const [near, far] = memoryChannels(name, name);
        alone(this.#service.serve(far));
        return near;
      },
    });
  }

  /** Listens for the owners of rooms. @throws when the port cannot be opened */
  static async create(options: Options): Promise<MediaCluster> {
    const made = new MediaCluster(options);
    try {
      made.#listener = await listenTls({
        ...options.listen,
        identity: options.identity,
        onChannel: (channel) => alone(made.#service.serve(channel)),
        onRefused: (reason, address) =>
          options.onReport('warn', 'a stranger was refused at the port for nodes', { reason, address }),
      });
      return made;
    } catch (error) {
      await made.close();
      throw error;
    }
  }

  /** The port on which owners connect. */
  get port(): number {
    return this.#listener?.port ?? this.#options.listen.port;
  }

  /** Rooms whose members are here, of all owners, and the number of those owners. */
  get figures(): { rooms: number; owners: number } {
    return this.#service.figures;
  }

  /** Exactly these media nodes are in the cluster now, beside this one. */
  members(nodes: readonly AnnouncedNode[]): void {
    const now = new Map(nodes.filter(({ name }) => name !== this.#options.name).map((node) => [node.name, node]));
    for (const [name, before] of Array.from(this.#joined)) {
      const node = now.get(name);
      if (node && isSame(node, before)) continue;
      this.#joined.delete(name);
      this.engine.leave(name);
    }
    for (const node of now.values()) if (!this.#joined.has(node.name)) this.#join(node);
  }

  /** Takes no more members where other nodes have time, or does so again. */
  drain(draining: boolean): void {
    this.#service.drain(draining);
  }

  /** Ends the rooms of this node, and the parts of others' rooms that are here. The host is the caller's. */
  async close(): Promise<void> {
    await this.engine.close();
    this.#service.close();
    await this.#listener?.close();
  }

  #join(node: AnnouncedNode): void {
    const { name, host, port, region } = node;
    this.#joined.set(name, node);
    this.engine.join({
      name,
      ...(region !== undefined && { region }),
      connect: () => connectTls({ host, port, node: name, identity: this.#options.identity }),
    });
  }
}

function isSame(a: AnnouncedNode, b: AnnouncedNode): boolean {
  return a.host === b.host && a.port === b.port && a.region === b.region;
}
