import { systemClock } from '../src/clock.ts';
import { openHooks } from '../src/hooks/open.ts';
import { defaultOutward } from '../src/outward/addresses.ts';
import { HttpOutward } from '../src/outward/HttpOutward.ts';
import { Readers } from '../src/readers/Readers.ts';
import { openStore } from '../src/storage/openStore.ts';

// A server that a test kills: it writes numbered messages to each room as fast as it can, and tells them to webhooks. It says
// when all are written.
const [data = '', databaseUrl, most = '0', ...rooms] = process.argv.slice(2);
const store = await openStore({ data, databaseUrl: databaseUrl || undefined, onUnreadable: () => process.exit(3) });
const report = {
  failed(_room: string, what: string, error: unknown): string {
    process.stderr.write(`${what}: ${String(error)}\n`);
    return '-';
  },
};
const settings = { ...defaultOutward, allow: ['receiver.test'] };
const outward = new HttpOutward({ settings, agent: 'Plenum', resolve: async () => ['127.0.0.1'] });
const now = () => Date.now();
const sending = { outward, now, bbbSecrets: async () => [], domain: () => 'localhost' };
const hooks = await openHooks({ store, report, ...sending, pausesMs: [20, 50, 100], requestMs: 1_000 });
const readers = await Readers.open({ store, clock: systemClock, report, readers: [hooks.reader] });
hooks.onFirstHook(() => readers.scan(hooks.reader.name));
const ana = { id: 'ana', name: 'Ana', role: 'host' };
await Promise.all(
  rooms.map(async (room) => {
    for (let seq = (await store.lastSeq(room)) + 1; seq <= Number(most); seq += 1) {
      const message = { id: `m${seq}`, from: 'ana', name: 'Ana', text: String(seq), at: now(), channel: 'all' };
      const [feature, event, payload] = seq === 1 ? ['presence', 'joined', ana] : ['chat', 'sent', message];
      const entry = { seq, at: now(), feature, event, payload };
      await store.append(room, [entry]);
      readers.onCommitted(room, [entry]);
    }
  }),
);
process.stdout.write('written\n');
