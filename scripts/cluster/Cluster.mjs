import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { inRoot } from '../support/paths.mjs';
import { makeCertificates } from './certificates.mjs';
import { Program } from './Program.mjs';

const host = '127.0.0.1';
const leash = new URL('../support/leash.mjs', import.meta.url).href;

/**
 * A whole cluster on this machine, on loopback addresses: PostgreSQL and NATS of its own, and nodes. NATS and the nodes know each
 * other by certificates of an authority that is made here, and NATS knows each node by its NKey too.
 */
export class Cluster {
  nodes = [];
  databaseUrl;
  nats;
  postgres;

  /**
   * @param options { folder, count, env, node, postgres, natsServer, out?, settings? }: `postgres` is the folder of its programs,
   *   `natsServer` the path of nats-server, `node` that of Node, `settings` more variables for the nodes, `out` gets progress, and
   *   `databaseOf` may give a node another way to the database, and `settingsOf` variables of its own
   */
  static async start(options) {
    const cluster = new Cluster();
    try {
      await cluster.#start(options);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Ends everything; the folder stays. Idempotent. */
  async stop() {
    await Promise.all(this.nodes.map((node) => node.program.stop()));
    await this.nats?.stop();
    await this.postgres?.stop('SIGINT');
  }

  async #start({
    folder,
    count,
    env,
    node,
    postgres,
    natsServer,
    out,
    settings = {},
    databaseOf = (_name, url) => url,
    settingsOf = () => ({}),
  }) {
    // PostgreSQL runs as another user, who must reach its own folder.
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o711);
    const names = Array.from({ length: count }, (_, index) => `n${index + 1}`);
    const secrets = join(folder, 'certificates');
    mkdirSync(secrets, { recursive: true, mode: 0o700 });
    const certificates = makeCertificates(secrets, ['nats', ...names]);
    const keys = new Map(names.map((name) => [name, newKey()]));
    let done = out?.begin('Starting PostgreSQL');
    await this.#startPostgres({ folder: join(folder, 'postgres'), programs: postgres, env });
    done?.(`PostgreSQL runs on ${this.databaseUrl.replace(/:[^:@]+@/, ':…@')}`);
    done = out?.begin('Starting NATS');
    const natsUrl = await this.#startNats({ folder: secrets, natsServer, certificates, keys });
    done?.(`NATS runs on ${natsUrl}`);
    const shared = join(folder, 'shared');
    mkdirSync(shared, { recursive: true, mode: 0o700 });
    for (const name of names) {
      const [port, inner, rtc, media] = [await freePort(), await freePort(), await freePort(), await freePort()];
      const url = `http://localhost:${port}`;
      const { cert, key } = certificates.of(name);
      const variables = {
        ...env,
        NODE_ENV: 'production',
        PLENUM_LEASH_FD: '3',
        PLENUM_WORKERS: '1',
        ...settings,
        PLENUM_HOST: host,
        PLENUM_PORT: String(port),
        PLENUM_DATA: join(folder, name),
        PLENUM_SHARED: shared,
        PLENUM_RTC_PORT: String(rtc),
        PLENUM_DATABASE_URL: await databaseOf(name, this.databaseUrl),
        PLENUM_NODE_NAME: name,
        PLENUM_NODE_URL: url,
        PLENUM_NODE_INNER: `${host}:${inner}`,
        PLENUM_NODE_MEDIA: `${host}:${media}`,
        PLENUM_NODE_CA: certificates.ca,
        PLENUM_NODE_CERT: cert,
        PLENUM_NODE_KEY: key,
        PLENUM_NATS_URL: natsUrl,
        PLENUM_NATS_SEED: keys.get(name).seed,
        ...settingsOf(name),
      };
      const program = new Program({
        name: `node ${name}`,
        command: node,
        // A node ends when this process is gone, however it went.
        args: ['--import', leash, 'server/src/main.ts'],
        cwd: inRoot(),
        env: variables,
        ready: 'Plenum is ready',
        say: out?.log && ((line) => out.log(name, line)),
      });
      this.nodes.push({ name, url, data: join(folder, name), env: variables, program });
    }
    // The first one makes the tables; the others come together.
    const [first, ...others] = this.nodes;
    const begin = async ({ name, url, program }) => {
      const isReady = out?.begin(`Starting node ${name}`);
      await program.start();
      isReady?.(`Node ${name} is ready: ${url}`);
    };
    await begin(first);
    await Promise.all(others.map(begin));
  }

  async #startPostgres({ folder, programs, env }) {
    const owner = userOf();
    const password = randomBytes(18).toString('base64url');
    const run = (program, args) =>
      execFileSync(join(programs, program), args, {
        ...owner,
        cwd: folder,
        stdio: 'pipe',
        env: { ...env, LC_ALL: 'C' },
      });
    const isNew = !existsSync(folder);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid);
    if (!isNew) throw new Error(`${folder} is there already: give the cluster an empty folder.`);
    const secret = join(folder, 'password');
    writeFileSync(secret, password, { mode: 0o600 });
    if (owner.uid !== undefined) chownSync(secret, owner.uid, owner.gid);
    const data = join(folder, 'data');
    run('initdb', [
      '-D',
      data,
      '-U',
      'plenum',
      '-A',
      'scram-sha-256',
      `--pwfile=${secret}`,
      '-E',
      'UTF8',
      '--locale=C',
    ]);
    const port = await freePort();
    this.postgres = new Program({
      name: 'PostgreSQL',
      command: join(programs, 'postgres'),
      args: ['-D', data, '-p', String(port), '-h', host, '-k', folder, '-c', 'max_connections=200'],
      cwd: folder,
      env: { ...env, LC_ALL: 'C' },
      ...owner,
      ready: 'ready to accept connections',
    });
    await this.postgres.start();
    this.databaseUrl = `postgres://plenum:${password}@${host}:${port}/postgres`;
  }

  async #startNats({ folder, natsServer, certificates, keys }) {
    const port = await freePort();
    const { cert, key } = certificates.of('nats');
    const may = 'permissions: { publish: ["plenum.>", "_INBOX.>"], subscribe: ["plenum.>", "_INBOX.>"] }';
    const users = [...keys.values()].map((one) => `    { nkey: ${one.publicKey}, ${may} }`);
    const config = [
      `listen: "${host}:${port}"`,
      'server_name: plenum',
      'max_payload: 64KB',
      `tls { cert_file: "${cert}", key_file: "${key}", ca_file: "${certificates.ca}", verify: true }`,
      'authorization {',
      '  users = [',
      ...users,
      '  ]',
      '}',
      '',
    ];
    const path = join(folder, 'nats.conf');
    writeFileSync(path, config.join('\n'), { mode: 0o600 });
    this.nats = new Program({ name: 'NATS', command: natsServer, args: ['-c', path], ready: 'Server is ready' });
    await this.nats.start();
    return `tls://${host}:${port}`;
  }
}

/** An NKey: what NATS knows a node by, and the seed with which the node proves it. */
function newKey() {
  const { nkeys } = createRequire(inRoot('server', 'package.json'))('@nats-io/transport-node');
  const pair = nkeys.createUser();
  return { publicKey: pair.getPublicKey(), seed: new TextDecoder().decode(pair.getSeed()) };
}

/** The user that runs PostgreSQL, which refuses to run as root. */
function userOf() {
  if (process.getuid?.() !== 0) return {};
  const id = (flag) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
