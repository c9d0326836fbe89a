// The comparison for Plenum: mediasoup with a consumer for everything, and nothing else. Rooms take turns at the workers.
import { createWorker, type types } from 'mediasoup';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

const codecs: types.RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2, preferredPayloadType: 111 },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000, preferredPayloadType: 96 },
];

interface Member {
  readonly room: string;
  readonly socket: WebSocket;
  readonly transports: Record<string, types.WebRtcTransport>;
  readonly producers: types.Producer[];
}

const ports = (process.env['PEER_PORTS'] ?? '').split(',').map(Number);
const sites = await Promise.all(
  ports.map(async (port) => {
    const worker = await createWorker({ logLevel: 'none' });
    const bufferBytes = 1024 * 1024;
    const sizes = { sendBufferSize: bufferBytes, recvBufferSize: bufferBytes };
    const server = await worker.createWebRtcServer({
      listenInfos: [{ protocol: 'udp', ip: '127.0.0.1', port, ...sizes }],
    });
    return { worker, server };
  }),
);
const rooms = new Map<string, Promise<{ readonly router: types.Router; readonly server: types.WebRtcServer }>>();
const members = new Set<Member>();

function roomOf(name: string) {
  const known = rooms.get(name);
  if (known) return known;
  const site = sites[rooms.size % sites.length];
  if (!site) throw new Error('There is no worker.');
  const made = site.worker.createRouter({ mediaCodecs: codecs }).then((router) => ({ router, server: site.server }));
  rooms.set(name, made);
  return made;
}

async function open(room: string, member: Member) {
  const { router, server } = await roomOf(room);
  const made = await Promise.all(['send', 'recv'].map(() => router.createWebRtcTransport({ webRtcServer: server })));
  const [send, recv] = made;
  if (!send || !recv) throw new Error('There is no transport.');
  Object.assign(member.transports, { send, recv });
  return Object.fromEntries(
    Object.entries({ send, recv }).map(([name, { iceParameters, iceCandidates, dtlsParameters }]) => [
      name,
      { iceParameters, iceCandidates, dtlsParameters },
    ]),
  );
}

async function consumeAll(member: Member) {
  const { room, transports } = member;
  const { router } = await roomOf(room);
  const { recv } = transports;
  if (!recv) throw new Error('There is no transport.');
  const others = [...members].filter((other) => other.room === room && other !== member);
  const producers = others.flatMap((other) => other.producers);
  const { rtpCapabilities } = router;
  const consumers = await Promise.all(
    producers.map(({ id }) => recv.consume({ producerId: id, rtpCapabilities, enableRtx: false })),
  );
  return consumers.map(({ kind, rtpParameters }) => ({ kind, ssrc: rtpParameters.encodings?.[0]?.ssrc }));
}

async function answer(
  member: Member,
  { method, ...data }: Record<string, never> & { method: string },
): Promise<unknown> {
  switch (method) {
    case 'open':
      members.add(member);
      return open(member.room, member);
    case 'connect':
      await member.transports[data['which'] ?? '']?.connect({
        dtlsParameters: data['dtlsParameters'] ?? ({} as never),
      });
      return {};
    case 'produce': {
      const producer = await member.transports['send']?.produce({
        kind: data['kind'] ?? 'audio',
        rtpParameters: data['rtpParameters'] ?? ({} as never),
      });
      if (producer) member.producers.push(producer);
      return {};
    }
    case 'consumeAll':
      return { consumers: await consumeAll(member) };
    default:
      throw new Error(`There is no method ${method}.`);
  }
}

const line = new WebSocketServer({ port: 0, host: '127.0.0.1' });
line.on('connection', (socket, { url = '' }) => {
  const member: Member = { room: url, socket, transports: {}, producers: [] };
  socket.on('message', (data: Buffer) => {
    const { transaction, ...message } = JSON.parse(data.toString());
    answer(member, message).then(
      (value) => socket.send(JSON.stringify({ transaction, ...(value as object) })),
      (error: unknown) => socket.send(JSON.stringify({ transaction, error: String(error) })),
    );
  });
});
line.once('listening', () => process.send?.({ port: (line.address() as AddressInfo).port }));
