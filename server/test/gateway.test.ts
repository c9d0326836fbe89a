import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '@plenum/shared/core/limits';
import { Running } from './running.ts';

let running: Running;
beforeAll(async () => {
  running = await Running.create();
});
afterAll(() => running.close());

describe('HTTP', () => {
  it('opens a room, serves its public record and gives tickets for it', async () => {
    const room = await running.createRoom('Assembly');
    expect(room.id).toMatch(/^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/);
    expect((await running.http('GET', `/api/rooms/${room.id}`)).json).toEqual({
      id: room.id,
      title: 'Assembly',
      people: 0,
      full: false,
      door: 'open',
    });
    const host = await running.enter(room.id, 'Ana', room.hostKey);
    const guest = await running.enter(room.id, 'Ben', 'not-the-key');
    expect([host.welcome.me.role, guest.welcome.me.role]).toEqual(['host', 'participant']);
  });

  it.each([
    ['an unknown room', 'GET', '/api/rooms/aaaa-bbbb-cccc-dddd', undefined, 404, 'notFound'],
    ['a malformed room id', 'GET', '/api/rooms/%2e%2e%2fetc', undefined, 404, 'notFound'],
    ['an unknown address', 'GET', '/api/nothing', undefined, 404, 'notFound'],
    ['malformed JSON', 'POST', '/api/rooms', '{"title":', 400, 'invalid'],
    ['a body that is too large', 'POST', '/api/rooms', { title: 'x'.repeat(20_000) }, 413, 'invalid'],
    ['an extra field', 'POST', '/api/rooms', { title: 'x', owner: 'me' }, 400, 'invalid'],
    ['a title of combining marks', 'POST', '/api/rooms', { title: `a${'\u0301'.repeat(100)}` }, 400, 'invalid'],
    ['a ticket without a name', 'POST', '/api/rooms/aaaa-bbbb-cccc-dddd/tickets', { name: ' ' }, 400, 'invalid'],
    [
      'a name of 5,000 combining marks',
      'POST',
      '/api/rooms/aaaa-bbbb-cccc-dddd/tickets',
      { name: `a${'\u0301'.repeat(5_000)}` },
      400,
      'invalid',
    ],
    [
      'a name with markup',
      'POST',
      '/api/rooms/aaaa-bbbb-cccc-dddd/tickets',
      { name: '<img src=x onerror=alert(1)>' },
      400,
      'invalid',
    ],
  ])('refuses %s with a typed error', async (_what, method, path, body, status, code) => {
    const answer = await running.http(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ ok: false, code });
  });

  it('never compresses an answer that can contain keys', async () => {
    const accepting = { 'accept-encoding': 'br, gzip' };
    const opened = await running.http('POST', '/api/rooms', { title: 'x'.repeat(60) }, accepting);
    expect(opened.status).toBe(201);
    const api = await running.http('GET', '/api/openapi.json', undefined, accepting);
    for (const { headers } of [opened, api]) expect(headers.get('content-encoding')).toBeNull();
  });

  it('refuses writing requests from a foreign page', async () => {
    for (const origin of ['https://evil.example', 'null', 'file://', 'javascript:1']) {
      expect((await running.http('POST', '/api/rooms', { title: 'x' }, { origin })).status).toBe(403);
    }
  });

  it('sends a strict content policy with every page', async () => {
    const page = await running.http('GET', '/r/aaaa-bbbb-cccc-dddd');
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script';trusted-types default dompurify");
    expect(policy.replace("'wasm-unsafe-eval'", '')).not.toContain('unsafe');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('permissions-policy')).toContain('microphone=(self)');
  });

  it('reports whether it runs and whether it can carry a meeting', async () => {
    expect((await running.http('GET', '/healthz')).json).toMatchObject({ ok: true, name: 'plenum' });
    expect((await running.http('GET', '/readyz')).status).toBe(200);
    running.engine.refuse(true);
    const ready = await running.http('GET', '/readyz');
    expect([ready.status, ready.json]).toEqual([503, { ok: false, faults: 0, missing: 'media' }]);
    running.engine.refuse(false);
  });
});

describe('the door of the room line', () => {
  it('opens once for a ticket, and for the seat afterwards', async () => {
    const { id } = await running.createRoom();
    const ticket = await running.ticket(id, 'Ana');
    const line = await running.connect({ ticket });
    await expect(running.connect({ ticket })).rejects.toMatchObject({ ok: false, code: 'forbidden' });
    line.socket.disconnect();
    const back = await running.connect({ seat: line.welcome.seat, seq: line.welcome.seq });
    expect(back.welcome.me).toEqual(line.welcome.me);
    expect(back.welcome.catchUp.kind).toBe('events');
  });

  it('refuses foreign origins, altered tickets and malformed handshakes', async () => {
    const { id } = await running.createRoom();
    const ticket = await running.ticket(id, 'Ana');
    for (const origin of ['https://evil.example', 'null']) {
      await expect(running.connect({ ticket }, origin)).rejects.toBeInstanceOf(Error);
    }
    const [head, body, signature = ''] = ticket.split('.');
    const altered = `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    await expect(running.connect({ ticket: altered })).rejects.toMatchObject({ code: 'forbidden' });
    for (const auth of [
      {},
      { ticket: 7 },
      { ticket, extra: 1 },
      { seat: 'x', seq: -1 },
      { ticket: 'x'.repeat(10_000) },
    ]) {
      await expect(running.connect(auth)).rejects.toMatchObject({ code: 'invalid' });
    }
    await expect(running.connect({ ticket })).resolves.toBeDefined();
  });
});

describe('a room line', () => {
  it('carries a command, its answer, and the event to every member of the room and nobody else', async () => {
    const [one, two] = [await running.createRoom(), await running.createRoom()];
    const [ana, ben] = [await running.enter(one.id, 'Ana'), await running.enter(one.id, 'Ben')];
    const stranger = await running.enter(two.id, 'Zoe');
    expect(await ana.ask('chat:send', { text: 'Hello' })).toMatchObject({ ok: true });
    await expect
      .poll(() => ben.heard.at(-1))
      .toMatchObject({ name: 'chat:sent', payload: { text: 'Hello', name: 'Ana' } });
    // The answer to her own command comes after all earlier frames to her.
    await stranger.ask('presence:rename', { name: 'Zoë' });
    expect(stranger.heard.map(({ name }) => name)).toEqual(['room:welcome', 'presence:renamed']);
  });

  it.each([
    ['an unknown command', 'chat:shout', { key: 'a', input: {} }],
    ['a wrong type', 'chat:send', { key: 'a', input: { text: 7 } }],
    ['an extra field', 'chat:send', { key: 'a', input: { text: 'x', to: 'all' } }],
    ['no envelope', 'chat:send', 'Hello'],
    ['an envelope with an extra field', 'chat:send', { key: 'a', input: { text: 'x' }, by: 'ben' }],
    ['an empty key', 'chat:send', { key: '', input: { text: 'x' } }],
    ['an oversized payload', 'chat:send', { key: 'a', input: { text: 'x'.repeat(limits.messageBytes) } }],
    [
      'a payload nested too deeply',
      'chat:send',
      { key: 'a', input: JSON.parse('['.repeat(1_000) + ']'.repeat(1_000)) as unknown },
    ],
    ['binary', 'chat:send', { key: 'a', input: { text: Buffer.from('x') } }],
    ['the name of a JavaScript method', 'toString', { key: 'a', input: {} }],
  ])('answers %s with a typed error to its sender alone', async (_what, name, envelope) => {
    const { id } = await running.createRoom();
    const [ana, ben] = [await running.enter(id, 'Ana'), await running.enter(id, 'Ben')];
    expect(await ana.raw(name, envelope)).toMatchObject({ ok: false, code: 'invalid' });
    expect(await ben.ask('chat:send', { text: 'still here' })).toMatchObject({ ok: true });
    expect(ben.heard.map((frame) => frame.name)).toEqual(['room:welcome', 'chat:sent']);
  });

  it('survives messages without an acknowledgement and with too many arguments', async () => {
    const { id } = await running.createRoom();
    const ana = await running.enter(id, 'Ana');
    ana.socket.emit('chat:send', { key: 'a', input: { text: 'x' } });
    ana.socket.emit('chat:send');
    expect(await ana.raw('chat:send', { key: 'b', input: { text: 'x' } }, 'more')).toMatchObject({ code: 'invalid' });
    expect(await ana.ask('chat:send', { text: 'alive' })).toMatchObject({ ok: true });
    expect(ana.heard.filter(({ name }) => name === 'chat:sent')).toHaveLength(1);
  });

  it('is closed when its client floods, and no other line is affected', async () => {
    const { id } = await running.createRoom();
    const [ana, ben] = [await running.enter(id, 'Ana'), await running.enter(id, 'Ben')];
    const closed = ana.closed();
    for (let n = 0; n < 400; n += 1)
      ana.socket.emit('chat:send', { key: `k${n}`, input: { text: `${n}` } }, () => undefined);
    await closed;
    expect(ana.goodbye).toEqual({ reason: 'flooding' });
    expect(await ben.ask('chat:send', { text: 'calm' })).toMatchObject({ ok: true });
  });

  it('closes an older connection of the same seat with a reason', async () => {
    const { id } = await running.createRoom();
    const ana = await running.enter(id, 'Ana');
    const closed = ana.closed();
    await running.connect({ seat: ana.welcome.seat });
    await closed;
    expect(ana.goodbye).toEqual({ reason: 'replaced' });
  });

  it('answers the command leave before it closes', async () => {
    const { id } = await running.createRoom();
    const ana = await running.enter(id, 'Ana');
    const closed = ana.closed();
    expect(await ana.ask('presence:leave', {})).toMatchObject({ ok: true });
    await closed;
  });
});

describe('a restart', () => {
  it('keeps rooms, seats, messages and the answers to commands', async () => {
    const room = await running.createRoom('Assembly');
    const ana = await running.enter(room.id, 'Ana', room.hostKey);
    const first = await ana.ask('chat:send', { text: 'before' }, 'key-1');
    await running.stop();
    await running.start();
    const back = await running.connect({ seat: ana.welcome.seat, seq: ana.welcome.seq });
    expect(back.welcome.me).toEqual(ana.welcome.me);
    expect(await back.ask('chat:send', { text: 'before' }, 'key-1')).toEqual(first);
    const fresh = await running.enter(room.id, 'Ben');
    expect(fresh.welcome.catchUp).toMatchObject({
      kind: 'snapshot',
      states: { chat: { messages: [{ text: 'before' }] } },
    });
    expect((await running.http('GET', `/api/rooms/${room.id}`)).json).toMatchObject({ people: 2 });
  });

  it('makes earlier tickets invalid', async () => {
    const { id } = await running.createRoom();
    const ticket = await running.ticket(id, 'Ana');
    await running.stop();
    await running.start();
    await expect(running.connect({ ticket })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
