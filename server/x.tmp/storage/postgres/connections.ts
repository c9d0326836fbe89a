import { Socket } from 'node:net';
import { type PoolClient, Pool, TypeOverrides } from 'pg';

/** For a connection, and then for a word on it, in ms: together 5 s, after which people are told. */
const patienceMs = 2_500;
const bigint = 20;

interface PoolOptions {
  readonly url: string;
  /** Connections at most. */
  readonly max: number;
  /** False while tables are changed: that may take long, and other nodes wait for it. */
  readonly impatient: boolean;
}

/** Connections whose commits are safe and whose silence has an end. Times in the tables come back as numbers. */
export function openPool({ url, max, impatient }: PoolOptions): Pool {
  const types = new TypeOverrides();
  types.setTypeParser(bigint, Number);
  const pool = new Pool({
    connectionString: url,
    max,
    types,
    keepAlive: true,
    application_name: 'plenum',
    connectionTimeoutMillis: patienceMs,
    // Otherwise a node that hangs in a transaction would keep a room's rows from the others.
    idle_in_transaction_session_timeout: 4 * patienceMs,
    // `on` unless the operator chose something stronger.
    onConnect: (client) =>
      client.query(
        `select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') in ('off', 'local')`,
      ),
  });
  // A connection that breaks while nothing is asked on it is replaced when it is needed. The pool listens to those that
  // rest and we to those in use between two queries: an error that nobody listens to would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => void client.on('error', () => {}));
  if (impatient) endSilence(pool);
  return pool;
}

/**
 * A server that hangs (stopped, cut off) is told from one that is slow by its silence: the connection is closed, so
 * that what waits on it fails and a late answer finds nobody.
 */
function endSilence(pool: Pool): void {
  pool.on('connect', (client) => {
    const socket = socketOf(client);
    socket?.on('timeout', () => socket.destroy());
  });
  pool.on('acquire', (client) => void socketOf(client)?.setTimeout(patienceMs));
  pool.on('release', (_error, client) => void socketOf(client)?.setTimeout(0));
}

function socketOf(client: PoolClient): Socket | undefined {
  const { stream } = client.connection;
  return stream instanceof Socket ? stream : undefined;
}
