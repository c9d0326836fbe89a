import { flushCompileCache } from 'node:module';
import { firstSettings } from '@plenum/shared/api/space/settings';
import { openStore } from '../openStore.ts';
import { by, newId } from './directory.ts';

// A server that only makes spaces, in its own process so that the suite can kill it. It prints the id of each one that it
// has acknowledged.
const [data = '', databaseUrl, organisation = '', owner = ''] = process.argv.slice(2);
const store = await openStore({ data, databaseUrl: databaseUrl || undefined, onUnreadable: () => process.exit(3) });
// Node writes its cache of compiled code at the exit, which a killed process never reaches.
flushCompileCache();

const make = async (): Promise<never> => {
  for (;;) {
    const id = newId();
    const input = { title: 'The yard', settings: firstSettings, organisation, own: '' };
    await store.ask.spaces.create({ acting: by(owner), id, slug: `s-${id}`, ...input });
    process.stdout.write(`${id}\n`);
  }
};
await Promise.all([make(), make(), make()]);
