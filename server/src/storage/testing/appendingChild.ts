import { flushCompileCache } from 'node:module';
import { openStore } from '../openStore.ts';

// A server that only writes, in its own process so that the suite can kill it. It appends numbered entries to each room as
// fast as it can, puts each number into a box too, and prints `<room> <seq>` for each acknowledged one.
const [data = '', databaseUrl, ...rooms] = process.argv.slice(2);
const store = await openStore({ data, databaseUrl: databaseUrl || undefined, onUnreadable: () => process.exit(3) });
// Node writes its cache of compiled code at the exit, which a killed process never reaches.
flushCompileCache();
process.stdout.write('open\n');
if (rooms.length === 0) await store.close();

await Promise.all(
  rooms.map(async (room) => {
    for (let seq = (await store.lastSeq(room)) + 1; ; seq += 1) {
      const entry = { seq, at: Date.now(), feature: 'chat', event: 'sent', payload: { number: seq } };
      await store.append(room, [entry], { dropped: [{ box: 'numbers', value: seq }], emptied: [] });
      process.stdout.write(`${room} ${seq}\n`);
    }
  }),
);
