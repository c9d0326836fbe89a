import net from 'node:net';
import { betterAuth } from 'better-auth';
import { pino } from 'pino';
import { defaultOutward } from '../../outward/addresses.ts';
import { HttpOutward } from '../../outward/HttpOutward.ts';
import { openStore } from '../../storage/openStore.ts';
import { Accounts } from '../Accounts.ts';

// Runs outside the test runner, in which the library never phones. Prints each connection that this process makes.
// oxlint-disable-next-line unbound-method -- it is called with its own socket.
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (this: net.Socket, ...given: unknown[]): net.Socket {
  process.stdout.write(`connects ${JSON.stringify(given[0])}\n`);
  return Reflect.apply(connect, this, given) as net.Socket;
} as typeof connect;

const [, , what, folder = ''] = process.argv;

/** The library as it comes, for comparison. */
async function asItComes(): Promise<void> {
  const auth = betterAuth({ secret: 's'.repeat(40), baseURL: 'http://localhost:4443', telemetry: { enabled: true } });
  await auth.$context;
}

/** The life of our accounts: a start, a letter, a refused sign-in. */
async function ours(): Promise<void> {
  const store = await openStore({ data: folder, onUnreadable: () => undefined });
  const accounts = await Accounts.open({
    store,
    mailer: { post: async () => undefined, forget: async () => undefined },
    settings: { registration: 'open', providers: [], homes: 'off', guests: 'off' },
    outward: new HttpOutward({ settings: defaultOutward, agent: 'Plenum' }),
    address: () => 'http://localhost:4443',
    log: pino({ level: 'silent' }),
    report: { failed: () => '' },
    now: () => Date.now(),
  });
  const caller = { headers: {}, address: '192.0.2.1', setCookies: () => undefined };
  accounts.register({ email: 'ada@example.org' });
  await accounts.settled();
  await accounts.signIn(caller, { email: 'ada@example.org', password: 'wrong' }).catch(() => undefined);
  await store.close();
}

await (what === 'library' ? asItComes() : ours());
// A message of the library would be sent in the background.
await new Promise((resolve) => setTimeout(resolve, 1_000));
process.stdout.write('done\n');
process.exit(0);
