import { flushCompileCache } from 'node:module';
import { Running } from './running.ts';

// A server that a test kills: everything is the real one, but for the media engine and the accounts. It runs on a folder, and prints
// the port when it is ready.
const [folder = '', databaseUrl, ...accounts] = process.argv.slice(2);
const options = databaseUrl ? { databaseUrl } : {};
const running = await Running.on(folder, { office: undefined }, { options });
for (const account of accounts) running.identity.add(account);
// Node writes its cache of compiled code at the exit, which a killed process never reaches.
flushCompileCache();
process.stdout.write(`${running.server.port}\n`);
