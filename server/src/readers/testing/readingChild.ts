import { flushCompileCache } from 'node:module';
import { systemClock } from '../../clock.ts';
import { openStore } from '../../storage/openStore.ts';
import { Readers } from '../Readers.ts';
import { copying, noting } from './witnesses.ts';

// A server that writes and reads, in its own process so that a test can kill it. It appends numbered entries to each room
// as fast as it can, lets two readers handle them, and prints a line for each step.
const [data = '', databaseUrl, file = '', ...rooms] = process.argv.slice(2);
const store = await openStore({ data, databaseUrl: databaseUrl || undefined, onUnreadable: () => process.exit(3) });
// Node writes its cache of compiled code at the exit, which a killed process never reaches.
flushCompileCache();
const say = (what: string) => process.stdout.write(`${what}\n`);
const report = {
  failed(_room: string, _what: string, error: unknown): string {
    process.stderr.write(`${String(error)}\n`);
    process.exit(4);
  },
};
const noted = noting(file);
const readers = await Readers.open({
  store,
  clock: systemClock,
  report,
  readers: [
    {
      ...noted,
      async handle(room, entries) {
        say('begun');
        const calls = await noted.handle(room, entries);
        say('handled');
        return calls;
      },
    },
    copying(store),
  ],
});
await Promise.all(
  rooms.map(async (room) => {
    for (let seq = (await store.lastSeq(room)) + 1; ; seq += 1) {
      const entry = { seq, at: Date.now(), feature: 'chat', event: 'sent', payload: { number: seq } };
      await store.append(room, [entry]);
      say('committed');
      readers.onCommitted(room, [entry]);
    }
  }),
);
