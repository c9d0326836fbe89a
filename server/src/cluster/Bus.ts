import {
  connect,
  type Msg,
  type NatsConnection,
  type NodeConnectionOptions,
  nkeyAuthenticator,
} from '@nats-io/transport-node';
import { AppError } from '@plenum/shared/core/errors';
import { inBackground } from '@plenum/shared/core/background';
import { RoomId } from '@plenum/shared/core/ids';
import * as z from 'zod/mini';
import type { Place } from './Directory.ts';
import { PlaceOfNode } from './place.ts';

/** How the nodes of a cluster reach NATS. */
export interface BusSettings {
  readonly servers: readonly string[];
  /** The seed of this node's NKey; undefined where the servers know nodes by their certificates alone. */
  readonly seed: string | undefined;
  /** Paths of PEM files: the authority of the cluster, and this node's own. */
  readonly tls: { readonly ca: string; readonly cert: string; readonly key: string } | undefined;
}

interface BusOptions extends BusSettings {
  readonly node: string;
  readonly failed: (what: string, error: unknown) => void;
}

/** What a node tells the others once a second. It is a hint: nobody relies on it for who may write. */
const Hint = z.object({
  place: PlaceOfNode,
  rooms: z.int().check(z.minimum(0)),
  people: z.int().check(z.minimum(0)),
  cordoned: z.boolean(),
  /** False while the node cannot reach the database. */
  stores: z.boolean(),
});
export type Hint = z.infer<typeof Hint>;

const Take = z.object({ root: RoomId });
const Taken = z.object({ ok: z.boolean() });

const hintSubject = 'plenum.nodes.hint';
/** How long a node may take to open a room for another one, in ms. */
const takeMs = 2_500;
const againMs = 1_000;
/** Longer messages are of no node of ours. */
const mostBytes = 4_096;

/** The messages between nodes, over NATS. Without NATS nothing is told and nothing is asked: every node works for itself. */
export class Bus {
  readonly #options: BusOptions;
  #connection: NatsConnection | undefined;
  #life: 'open' | 'closed' = 'open';
  onHint: (hint: Hint) => void = () => undefined;
  /** Opens a room here for another node. @returns whether this node owns it now */
  onTake: (root: RoomId) => Promise<boolean> = async () => false;

  constructor(options: BusOptions) {
    this.#options = options;
    inBackground(this.#connect(), (error) => options.failed('connecting to NATS', error));
  }

  /** Tells all nodes; lost while NATS is away. */
  hint(hint: Hint): void {
    if (this.#connection?.isClosed() === false) this.#connection.publish(hintSubject, JSON.stringify(hint));
  }

  /** Asks a node to take a family. @throws AppError `unavailable` when it does not, or there is no NATS */
  async take({ node }: Place, root: RoomId): Promise<void> {
    if (!this.#connection) throw new AppError('unavailable', 'NATS cannot be reached.');
    try {
      const answer = await this.#connection.request(takeSubject(node), JSON.stringify({ root }), { timeout: takeMs });
      if (Taken.parse(answer.json()).ok) return;
    } catch (error) {
      throw new AppError('unavailable', `Node ${node} did not answer: ${String(error)}`);
    }
    throw new AppError('unavailable', `Node ${node} did not take the meeting.`);
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#life = 'closed';
    await this.#connection?.close();
  }

  async #connect(): Promise<void> {
    const { servers, seed, tls, node, failed } = this.#options;
    const options: NodeConnectionOptions = {
      servers: [...servers],
      name: node,
      maxReconnectAttempts: -1,
      reconnectTimeWait: againMs,
      ...(seed !== undefined && { authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)) }),
      ...(tls && { tls: { caFile: tls.ca, certFile: tls.cert, keyFile: tls.key } }),
    };
    // The library waits for its first connection only with a timer that cannot be stopped.
    for (let tried = 0; this.#life === 'open'; tried += 1) {
      try {
        this.#connection = await connect(options);
        break;
      } catch (error) {
        if (tried === 0) failed('connecting to NATS', error);
        await new Promise((resolve) => void setTimeout(resolve, againMs));
      }
    }
    if (this.#life !== 'open') return this.#connection?.close();
    this.#listen(node);
  }

  #listen(node: string): void {
    this.#connection?.subscribe(hintSubject, {
      callback: (error, message) => {
        const hint = error || message.data.length > mostBytes ? undefined : Hint.safeParse(parsed(message.string()));
        if (hint?.success) this.onHint(hint.data);
      },
    });
    this.#connection?.subscribe(takeSubject(node), {
      callback: (error, message) => {
        const asked = error || message.data.length > mostBytes ? undefined : Take.safeParse(parsed(message.string()));
        if (!asked?.success) return;
        inBackground(this.#answer(message, asked.data.root), (failed) =>
          this.#options.failed('taking a meeting', failed),
        );
      },
    });
  }

  async #answer(message: Msg, root: RoomId): Promise<void> {
    message.respond(JSON.stringify({ ok: await this.onTake(root) }));
  }
}

function takeSubject(node: string): string {
  return `plenum.nodes.take.${node}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
