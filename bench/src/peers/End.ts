import type { types } from 'mediasoup-client';
import type { Depth } from '../bots/BotHandler.ts';
import { ClipSender } from '../bots/ClipSender.ts';
import type { Reception } from '../bots/Reception.ts';
import { isRtcp, isRtp, keyFramesWanted } from '../bots/rtp.ts';
import { Wire } from '../bots/Wire.ts';
import { UdpRelay } from '../relay/UdpRelay.ts';
import { type Sent, trackOf } from './peer.ts';

interface EndOptions {
  readonly name: string;
  readonly depth: Depth;
  readonly reception: Reception;
  readonly iceParameters: types.IceParameters;
  readonly dtlsParameters: types.DtlsParameters;
  readonly server: { readonly address: string; readonly port: number };
}

/** Payload types that all servers are asked for, and the id of the header extension for the level of sound. */
export const payloadTypes = { mic: 111, camera: 96 } as const;
export const levelId = 10;

/** A sender for one source, which starts anew with a key frame when asked. */
export function senderOf(sent: Sent, ssrc: number, send: (packet: Buffer) => void): ClipSender {
  return new ClipSender({ track: trackOf(sent), ssrc, payloadType: payloadTypes[sent], levelId, send });
}

/** Counts media before it is decrypted, and passes on everything else. */
export function thinRelay(
  to: { readonly address: string; readonly port: number },
  reception: Reception,
): Promise<UdpRelay> {
  const takes = (packet: Buffer) => {
    if (!isRtp(packet)) return false;
    reception.hear(packet, false);
    return true;
  };
  return UdpRelay.listen({ to, takes });
}

/** One transport of a bot to an ICE-lite server. */
export class End {
  readonly #wire: Wire;
  readonly #relay: UdpRelay | undefined;
  readonly #senders: ClipSender[] = [];
  readonly #connected = Promise.withResolvers<void>();

  private constructor(options: EndOptions, relay: UdpRelay | undefined) {
    this.#relay = relay;
    const server = relay ? { address: '127.0.0.1', port: relay.port } : options.server;
    this.#wire = new Wire({
      ...options,
      server,
      onPacket: (packet) => this.#hear(packet, options.reception),
      onState: (state) => {
        if (state === 'connected') this.#connected.resolve();
        else if (state === 'failed') this.#connected.reject(new Error(`${options.name} could not connect.`));
      },
    });
  }

  static async open(options: EndOptions): Promise<End> {
    return new End(options, options.depth === 'thin' ? await thinRelay(options.server, options.reception) : undefined);
  }

  get localDtls(): types.DtlsParameters {
    return this.#wire.localDtls;
  }

  /** The server must know `localDtls` before. */
  connect(): Promise<void> {
    this.#wire.connect();
    return this.#connected.promise;
  }

  /** @returns the SSRC */
  send(sent: Sent): number {
    const ssrc = 1 + Math.floor(Math.random() * 0xffff_fffe);
    this.#senders.push(senderOf(sent, ssrc, (packet) => this.#wire.send(packet)));
    return ssrc;
  }

  close(): void {
    for (const sender of this.#senders) sender.close();
    this.#wire.close();
    this.#relay?.close();
  }

  #hear(packet: Buffer, reception: Reception): void {
    if (isRtp(packet)) return reception.hear(packet, true);
    if (!isRtcp(packet)) return;
    const wanted = keyFramesWanted(packet);
    for (const sender of this.#senders) if (wanted.includes(sender.ssrc)) sender.restart();
  }
}
