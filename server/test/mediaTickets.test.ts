import { afterAll, beforeAll, expect, it } from 'vitest';
import { lineEvents, MediaPass } from '@plenum/shared/core/wire';
import { ProtooLine } from './protooLine.ts';
import { Running } from './running.ts';

let running: Running;
beforeAll(async () => {
  running = await Running.create();
  await running.stop();
  running.settings = { relay: { urls: ['turn:relay.example:3478'], secret: 'a secret of the relay' } };
  await running.start();
});
afterAll(() => running.close());

/** A new room with its host. */
async function meeting() {
  const { id, hostKey } = await running.createRoom();
  return { id, host: await running.enter(id, 'Ana', hostKey) };
}

it('a new ticket opens the media line once, and brings new credentials of the relay', async () => {
  const { id } = await meeting();
  const ben = await running.enter(id, 'Ben');
  const reply = await ben.ask('media:ticket', {});
  const pass = MediaPass.parse(reply.ok ? reply.value : undefined);
  expect(pass.iceServers).toHaveLength(1);
  const line = await ProtooLine.connect(running.origin, pass.ticket);
  await expect(ProtooLine.connect(running.origin, pass.ticket)).rejects.toThrow('refused');
  line.close();
});

it.each([
  ['removed', 'moderation:remove', (member: string) => ({ member, ban: false })],
  ['banned', 'moderation:remove', (member: string) => ({ member, ban: true })],
])('a member who was %s gets no ticket, and old tickets open nothing', async (_how, command, input) => {
  const { id, host } = await meeting();
  const ben = await running.enter(id, 'Ben');
  const second = await ben.ask('media:ticket', {});
  const pass = MediaPass.parse(second.ok ? second.value : undefined);
  const gone = ben.closed();
  // Asked at the same time: in either order, the answer is useless afterwards.
  const [done, last] = await Promise.all([
    host.ask(command, input(ben.welcome.me.id)),
    Promise.race([ben.ask('media:ticket', {}), gone.then(() => undefined)]),
  ]);
  expect(done).toMatchObject({ ok: true });
  await gone;
  const tickets = [ben.mediaTicket, pass.ticket];
  if (last?.ok) tickets.push(MediaPass.parse(last.value).ticket);
  for (const ticket of tickets) {
    await expect(ProtooLine.connect(running.origin, ticket)).rejects.toThrow('refused');
  }
});

it('a member who waits outside has no media, no relay and no ticket, and gets them when let in', async () => {
  const { id, host } = await meeting();
  await host.ask('lobby:setPolicy', { policy: 'ask' });
  const ben = await running.enter(id, 'Ben');
  expect(ben.welcome.waiting).toBe(true);
  expect(JSON.stringify(ben.welcome)).not.toContain('turn:');
  expect(ben.welcome.media).toBeUndefined();
  const refused = await ben.ask('media:ticket', {});
  expect(refused).toMatchObject({ ok: false, code: 'forbidden' });
  await host.ask('lobby:admit', { member: ben.welcome.me.id, as: 'participant', remember: false });
  const welcomes = () => ben.heard.filter(({ name }) => name === lineEvents.welcome);
  await expect.poll(() => welcomes().length).toBe(2);
  expect(welcomes()[1]?.payload).toHaveProperty('media.iceServers');
  expect(await ben.ask('media:ticket', {})).toMatchObject({ ok: true });
});

it('a member who has left cannot open a media line with an old ticket', async () => {
  const { id } = await meeting();
  const ben = await running.enter(id, 'Ben');
  const ticket = ben.mediaTicket;
  const gone = ben.closed();
  await ben.ask('presence:leave', {});
  await gone;
  await expect(ProtooLine.connect(running.origin, ticket)).rejects.toThrow('refused');
});
