import { createHash, createHmac } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { checkRelay, message, parseRelay, read } from './relay.mjs';

let close = () => {};
afterEach(() => {
  close();
  close = () => {};
});

const secret = 'the secret of the relay';
const realm = Buffer.from('example');

/** A relay as far as the doctor needs it: a challenge, then a grant for a request signed with the secret. */
async function startRelay() {
  const socket = createSocket('udp4');
  socket.on('message', (request, { port }) => {
    const asked = read(request);
    const signature = asked.get(0x0008);
    // The challenge is valid for the port that got it.
    const nonce = Buffer.from(`for ${port}`);
    const username = asked.get(0x0006)?.toString() ?? '';
    const password = createHmac('sha1', secret).update(username).digest('base64');
    const key = createHash('md5').update(`${username}:example:${password}`).digest();
    const signed =
      signature &&
      createHmac('sha1', key)
        .update(request.subarray(0, request.length - 24))
        .digest();
    const granted = signed && signed.equals(signature);
    const answer = message(
      granted
        ? []
        : [
            [0x0009, Buffer.from([0, 0, 4, 1])],
            [0x0014, realm],
            [0x0015, nonce],
          ],
    );
    answer.writeUInt16BE(granted ? 0x0103 : 0x0113, 0);
    request.copy(answer, 4, 4, 20);
    socket.send(answer, port);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  close = () => socket.close();
  return `turn:127.0.0.1:${socket.address().port}`;
}

const marks = async (relayUrls, relaySecret) =>
  [await checkRelay({ settings: { relayUrls, relaySecret } })].flat().map(({ mark }) => mark);

test('says nothing where no relay is set, and wants address and secret together', async () => {
  expect(await marks([], undefined)).toEqual([]);
  expect(await marks(['turn:a.example'], undefined)).toEqual(['✗']);
  expect(await marks([], secret)).toEqual(['✗']);
});

test('asks the relay for an address with the secret, and reports a wrong one', async () => {
  const relay = await startRelay();
  expect(await marks([relay], secret)).toEqual(['✓']);
  expect(await marks([relay], 'another secret')).toEqual(['✗']);
});

test('knows the addresses of relays', () => {
  expect(parseRelay('turn:a.example')).toEqual({ host: 'a.example', port: 3478, transport: 'udp' });
  expect(parseRelay('turns:a.example?transport=tcp')).toEqual({ host: 'a.example', port: 5349, transport: 'tcp' });
  expect(parseRelay('turn:[2001:db8::1]:443?transport=tcp')).toEqual({
    host: '2001:db8::1',
    port: 443,
    transport: 'tcp',
  });
  expect(parseRelay('https://a.example')).toBeUndefined();
});
