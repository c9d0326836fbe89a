import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { failure, fine, warning } from './finding.mjs';

/** Checks the TURN server for closed networks: fully configured, reachable, and with the same secret. */
export async function checkRelay({ settings: { relayUrls, relaySecret } }) {
  if (relayUrls.length === 0 && !relaySecret) return [];
  if (relayUrls.length === 0 || !relaySecret) {
    return failure('Only one of PLENUM_TURN_URL and PLENUM_TURN_SECRET is set', 'Set both or neither.');
  }
  return Promise.all(relayUrls.map((url) => checkOne(url, relaySecret)));
}

async function checkOne(url, secret) {
  const relay = parseRelay(url);
  if (!relay) return failure(`${url} is no address of a relay`, 'Write it like turn:relay.example.org:3478.');
  if (relay.transport === 'tcp') {
    return (await reaches(relay))
      ? fine(`The relay answers: ${url}`)
      : failure(`The relay ${url} does not answer`, 'Is coturn running there, and does a firewall let TCP through?');
  }
  const answer = await allocate(relay, secret);
  if (answer === 'granted') return fine(`The relay answers and knows the secret: ${url}`);
  if (answer === 'silent') {
    return failure(`The relay ${url} does not answer`, 'Is coturn running there, and does a firewall let UDP through?');
  }
  if (answer === 401) {
    return failure(
      `The relay ${url} refuses the secret`,
      'PLENUM_TURN_SECRET must be coturn’s static-auth-secret, with use-auth-secret switched on; check both clocks.',
    );
  }
  return warning(`The relay ${url} answers, but gives no address (error ${answer})`, 'Its own log says why.');
}

/** The parts of a `turn:` address; undefined for any other text. */
export function parseRelay(url) {
  const parts = /^(turns?):(\[[^\]]+\]|[^:?[\]]+)(?::(\d+))?(?:\?transport=(udp|tcp))?$/.exec(url);
  if (!parts) return undefined;
  const [, scheme, host, port, transport] = parts;
  const secure = scheme === 'turns';
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(port ?? (secure ? 5349 : 3478)),
    transport: secure || transport === 'tcp' ? 'tcp' : 'udp',
  };
}

function reaches({ host, port }) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3000 });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

// The part of STUN (RFC 8489) and TURN (RFC 8656) that one allocate request needs.
const cookie = Buffer.from([0x21, 0x12, 0xa4, 0x42]);
const attribute = {
  username: 0x0006,
  integrity: 0x0008,
  error: 0x0009,
  realm: 0x0014,
  nonce: 0x0015,
  transport: 0x0019,
};
const udp = Buffer.from([17, 0, 0, 0]);

/** Asks the relay for an address, as a browser does. Returns `granted`, `silent`, or the relay's error code. */
async function allocate(relay, secret) {
  // One socket for both requests: the relay's challenge is valid only for the port that got it.
  const socket = createSocket(relay.host.includes(':') ? 'udp6' : 'udp4');
  try {
    const transport = [attribute.transport, udp];
    const first = await ask(socket, relay, message([transport]));
    if (!first) return 'silent';
    const challenge = read(first);
    const realm = challenge.get(attribute.realm);
    const nonce = challenge.get(attribute.nonce);
    if (!realm || !nonce) return codeOf(first);
    const username = `${Math.floor(Date.now() / 1000) + 60}:doctor`;
    const password = createHmac('sha1', secret).update(username).digest('base64');
    const key = createHash('md5').update(`${username}:${realm}:${password}`).digest();
    const name = [attribute.username, Buffer.from(username)];
    const signed = message([transport, name, [attribute.realm, realm], [attribute.nonce, nonce]], key);
    const second = await ask(socket, relay, signed);
    return second ? codeOf(second) : 'silent';
  } finally {
    socket.close();
  }
}

/** An allocate request; signed when `key` is given. */
export function message(attributes, key) {
  const body = Buffer.concat(attributes.map(([type, value]) => encode(type, value)));
  const header = Buffer.alloc(20);
  header.writeUInt16BE(0x0003, 0);
  cookie.copy(header, 4);
  randomBytes(12).copy(header, 8);
  // The signature covers a header whose length already counts the signature.
  header.writeUInt16BE(body.length + (key ? 24 : 0), 2);
  const whole = Buffer.concat([header, body]);
  if (!key) return whole;
  return Buffer.concat([whole, encode(attribute.integrity, createHmac('sha1', key).update(whole).digest())]);
}

function encode(type, value) {
  const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  padded.writeUInt16BE(type, 0);
  padded.writeUInt16BE(value.length, 2);
  value.copy(padded, 4);
  return padded;
}

/** The attributes of an answer, by type. */
export function read(answer) {
  const found = new Map();
  for (let at = 20; at + 4 <= answer.length; ) {
    const length = answer.readUInt16BE(at + 2);
    found.set(answer.readUInt16BE(at), answer.subarray(at + 4, at + 4 + length));
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return found;
}

function codeOf(answer) {
  if (answer.readUInt16BE(0) === 0x0103) return 'granted';
  const error = read(answer).get(attribute.error);
  return error ? error[2] * 100 + error[3] : 0;
}

/** Sends a request until the answer of the same transaction arrives, because UDP may lose it. */
function ask(socket, { host, port }, request) {
  return new Promise((resolve) => {
    const again = setInterval(() => socket.send(request, port, host), 1000);
    const end = (answer) => {
      clearInterval(again);
      clearTimeout(late);
      socket.removeAllListeners();
      resolve(answer);
    };
    const late = setTimeout(() => end(undefined), 3000);
    socket.once('error', () => end(undefined));
    socket.on('message', (answer) => {
      const mine = answer.length >= 20 && answer.subarray(4, 20).equals(request.subarray(4, 20));
      if (mine) end(answer);
    });
    socket.send(request, port, host);
  });
}
