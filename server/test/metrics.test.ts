import { afterEach, expect, it } from 'vitest';
import { Metrics } from '../src/metrics/Metrics.ts';
import { MetricsServer } from '../src/metrics/MetricsServer.ts';
import { Running } from './running.ts';

let running: Running;
let served: MetricsServer | undefined;
const failures: unknown[] = [];

afterEach(async () => {
  await served?.close();
  await running.close();
});

/** Starts a server that is measured, and `/metrics` beside it. */
async function start(token?: string): Promise<void> {
  const metrics = new Metrics();
  running = await Running.create({}, { options: { metrics } });
  const workers = [{ load: 7, shed: 2 }];
  metrics.observe(async () => ({ ...(await running.server.figures()), workers, faults: 0 }));
  served = await MetricsServer.start(metrics, {
    host: '127.0.0.1',
    port: 0,
    token,
    failed: (error) => failures.push(error),
  });
}

const scrape = (headers: Record<string, string> = {}, path = '/metrics', method = 'GET') =>
  fetch(`http://127.0.0.1:${served?.port}${path}`, { headers, method });

/** The value of one line of the metrics; undefined without such a line. */
async function valueOf(name: string): Promise<number | undefined> {
  const text = await (await scrape()).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length));
}

it('says what the server carries, how long commits take, and how HTTP was answered', async () => {
  await start();
  const { id, hostKey } = await running.createRoom('Title of the assembly');
  await running.enter(id, 'Ana Personname', hostKey);
  await running.enter(id, 'Ben Personname');
  await running.http('POST', '/api/rooms', { title: '' });
  await running.http('GET', '/api/rooms/no-such-room');
  await running.http('GET', '/nothing');
  expect(await valueOf('plenum_rooms{kind="meeting"}')).toBe(1);
  expect(await valueOf('plenum_members')).toBe(2);
  expect(await valueOf('plenum_worker_load{worker="0"}')).toBe(7);
  expect(await valueOf('plenum_worker_shed_level{worker="0"}')).toBe(2);
  expect(await valueOf('plenum_commit_seconds_count{outcome="ok"}')).toBeGreaterThanOrEqual(2);
  expect(await valueOf('plenum_http_requests_total{route="room:create",method="POST",status="201"}')).toBe(1);
  expect(await valueOf('plenum_http_requests_total{route="room:create",method="POST",status="400"}')).toBe(1);
  expect(await valueOf('plenum_http_requests_total{route="room:info",method="GET",status="404"}')).toBe(1);
  expect(await valueOf('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
});

it('names neither rooms nor people, whatever is asked for', async () => {
  await start();
  const { id, hostKey } = await running.createRoom('Title of the assembly');
  await running.enter(id, 'Ana Personname', hostKey);
  for (let count = 0; count < 50; count += 1) await running.http('GET', `/api/rooms/guess-${count}`);
  const text = await (await scrape()).text();
  for (const word of [id, hostKey, 'Title', 'Personname', 'guess']) expect(text).not.toContain(word);
});

it('is not at the port of the pages, takes GET alone, and wants the token where one is set', async () => {
  await start('a-token-of-the-operator');
  expect(await (await fetch(`${running.origin}/metrics`)).text()).not.toContain('plenum_rooms');
  expect((await scrape()).status).toBe(401);
  expect((await scrape({ authorization: 'Bearer a-token-of-the-operatoR' })).status).toBe(401);
  expect((await scrape({ authorization: 'Bearer a-token-of-the-operator' })).status).toBe(200);
  expect((await scrape({ authorization: 'Bearer a-token-of-the-operator' }, '/metrics', 'POST')).status).toBe(404);
  expect((await scrape({ authorization: 'Bearer a-token-of-the-operator' }, '/')).status).toBe(404);
  expect(failures).toEqual([]);
});
