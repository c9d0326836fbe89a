import { Socket } from 'node:net';
import { type PoolClient, Pool, TypeOverrides } from 'pg';

/** The timeout for a connection, and then for an answer on it, in ms: after both, 5 s, the caller gets an error. */
const timeoutMs = 2_500;
const bigint = 20;

/** The size and the time limits of a pool. */
export interface PoolOptions {
  readonly url: string;
  /** The most connections. */
  readonly max: number;
  /** False while tables are changed: that may take long, and other nodes wait for it. */
  readonly hasTimeouts: boolean;
  /** Whether other nodes may have to take rooms over from this one: then a node that hangs must not keep rows locked for long. */
  readonly hasRivals?: boolean;
}

/** Opens a pool whose commits are durable and whose silent connections are closed. It returns times as numbers. */
export function openPool({ url, max, hasTimeouts, hasRivals = false }: PoolOptions): Pool {
  const types = new TypeOverrides();
  types.setTypeParser(bigint, Number);
  const pool = new Pool({
    connectionString: url,
    max,
    types,
    keepAlive: true,
    application_name: 'plenum',
    connectionTimeoutMillis: timeoutMs,
    // Otherwise a node that hangs in a transaction keeps a room's rows locked.
    idle_in_transaction_session_timeout: hasRivals ? timeoutMs : 4 * timeoutMs,
    // `on` unless the operator chose a stronger setting.
    onConnect: (client) =>
      client.query(
        `select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') in ('off', 'local')`,
      ),
  });
  // The pool replaces a connection that breaks while it is unused. It listens to unused connections, and the code below to
  // those in use: an error without a listener would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => void client.on('error', () => {}));
  if (hasTimeouts) endSilence(pool);
  return pool;
}

/**
 * Closes silent connections: a server that hangs (stopped, cut off) sends nothing, while a slow one does. Then waiting
 * queries fail, and a late answer reaches nobody.
 */
function endSilence(pool: Pool): void {
  pool.on('connect', (client) => {
    const socket = socketOf(client);
    socket?.on('timeout', () => socket.destroy());
  });
  pool.on('acquire', (client) => void socketOf(client)?.setTimeout(timeoutMs));
  pool.on('release', (_error, client) => void socketOf(client)?.setTimeout(0));
}

function socketOf(client: PoolClient): Socket | undefined {
  const { stream } = client.connection;
  return stream instanceof Socket ? stream : undefined;
}
