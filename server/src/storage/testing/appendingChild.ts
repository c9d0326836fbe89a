import { openStore } from '../openStore.ts';

// A server that only writes, run as a process of its own so that the suite can kill it:
// appends numbered entries to each room as fast as it can, drops each number into a box as well, and prints `<room> <seq>` for each that was acknowledged.
const [data = '', databaseUrl, ...rooms] = process.argv.slice(2);
const store = await openStore({ data, databaseUrl: databaseUrl || undefined, onPoisoned: () => process.exit(3) });
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
