import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePorts } from '@plenum/client/e2e/support/server';
import type { types } from 'mediasoup-client';
import { Reception } from '../bots/Reception.ts';
import { End, levelId, payloadTypes } from './End.ts';
import { LineClient } from './LineClient.ts';
import type { Part, PeerBot, PeerServer, Sent } from './peer.ts';

interface TransportParameters {
  readonly iceParameters: types.IceParameters;
  readonly iceCandidates: readonly types.IceCandidate[];
  readonly dtlsParameters: types.DtlsParameters;
}

function rtpParametersOf(sent: Sent, ssrc: number): types.RtpParameters {
  const isSound = sent === 'mic';
  const uri = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level' as const;
  return {
    codecs: [
      isSound
        ? { mimeType: 'audio/opus', payloadType: payloadTypes.mic, clockRate: 48_000, channels: 2 }
        : { mimeType: 'video/VP8', payloadType: payloadTypes.camera, clockRate: 90_000 },
    ],
    headerExtensions: isSound ? [{ uri, id: levelId }] : [],
    encodings: [{ ssrc }],
    rtcp: { cname: 'bot', reducedSize: true },
  };
}

/** One bot on plain mediasoup. */
class MediasoupBot implements PeerBot {
  readonly reception = new Reception();
  readonly #line: LineClient;
  readonly #ends: readonly [send: End, recv: End];

  private constructor(line: LineClient, ends: readonly [End, End]) {
    this.#line = line;
    this.#ends = ends;
  }

  static async enter(port: number, { name, room, depth, sends }: Part): Promise<MediasoupBot> {
    const line = await LineClient.open(`ws://127.0.0.1:${port}/${room}`);
    // The server answers with these parameters.
    const opened = (await line.ask({ method: 'open' })) as unknown as Record<'send' | 'recv', TransportParameters>;
    const reception = new Reception();
    const open = ({ iceCandidates, ...parameters }: TransportParameters, as: typeof depth) =>
      End.open({
        name,
        depth: as,
        reception,
        ...parameters,
        server: { address: '127.0.0.1', port: iceCandidates[0]?.port ?? 0 },
      });
    const send = await open(opened.send, 'whole');
    const recv = await open(opened.recv, depth);
    const bot = new MediasoupBot(line, [send, recv]);
    Object.assign(bot, { reception });
    await line.ask({ method: 'connect', which: 'recv', dtlsParameters: recv.localDtls });
    await recv.connect();
    if (sends.length === 0) return bot;
    await line.ask({ method: 'connect', which: 'send', dtlsParameters: send.localDtls });
    await send.connect();
    for (const sent of sends) {
      const rtpParameters = rtpParametersOf(sent, send.send(sent));
      await line.ask({ method: 'produce', kind: sent === 'mic' ? 'audio' : 'video', rtpParameters });
    }
    return bot;
  }

  async consumeAll(): Promise<void> {
    const { consumers } = await this.#line.ask({ method: 'consumeAll' });
    for (const { ssrc, kind } of consumers as { ssrc: number; kind: 'audio' | 'video' }[])
      this.reception.expect(ssrc, kind);
  }

  close(): void {
    for (const end of this.#ends) end.close();
    this.#line.close();
  }
}

/** Plain mediasoup with this many workers. */
export async function startMediasoup(workers: number): Promise<PeerServer> {
  const first = await freePorts(workers);
  const ports = Array.from({ length: workers }, (_, index) => first + index).join(',');
  const child = fork(fileURLToPath(new URL('./mediasoupServer.ts', import.meta.url)), [], {
    env: { ...process.env, PEER_PORTS: ports },
    stdio: ['ignore', 2, 'inherit', 'ipc'],
  });
  const [ready] = await once(child, 'message');
  const { port } = ready as { readonly port: number };
  const bots: MediasoupBot[] = [];
  return {
    pid: child.pid ?? 0,
    async enter(part) {
      const bot = await MediasoupBot.enter(port, part);
      bots.push(bot);
      return bot;
    },
    async connectAll() {
      for (const bot of bots) await bot.consumeAll();
    },
    async close() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}
