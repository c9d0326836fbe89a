import { Audio, PeerConnection, type Track } from 'node-datachannel';
import type { types } from 'mediasoup-client';

interface WireOptions {
  readonly name: string;
  readonly iceParameters: types.IceParameters;
  /** Address and port of the server, or of a relay before it, for datagrams. */
  readonly server: { readonly address: string; readonly port: number };
  readonly dtlsParameters: types.DtlsParameters;
  /** Receives each decrypted RTP or RTCP packet. */
  readonly onPacket: (packet: Buffer) => void;
  readonly onState: (state: types.ConnectionState) => void;
}

/** The server ignores it: the one m-line carries every stream, and the bot writes SSRC and payload type itself. */
const anyPayloadType = 111;

/** ICE, DTLS and SRTP to one transport of the server. Packets in and out are plain RTP. */
export class Wire {
  readonly #connection: PeerConnection;
  readonly #track: Track;
  readonly #options: WireOptions;
  #life: 'open' | 'closed' = 'open';

  constructor(options: WireOptions) {
    this.#options = options;
    this.#connection = new PeerConnection(options.name, { iceServers: [], disableAutoNegotiation: true });
    this.#connection.onStateChange((state) => {
      // "connected" means that DTLS is done, so packets can flow.
      if (this.#life === 'open') options.onState(stateOf(state));
    });
    const media = new Audio('0', 'SendRecv');
    media.addOpusCodec(anyPayloadType);
    this.#track = this.#connection.addTrack(media);
    this.#track.onMessage((packet) => {
      if (this.#life === 'open') options.onPacket(packet);
    });
    this.#connection.setLocalDescription('offer');
  }

  /** The DTLS parameters of this end, for the server. */
  get localDtls(): types.DtlsParameters {
    const sdp = this.#connection.localDescription()?.sdp ?? '';
    const [, value = ''] = /^a=fingerprint:sha-256 (\S+)/m.exec(sdp) ?? [];
    return { role: 'client', fingerprints: [{ algorithm: 'sha-256', value }] };
  }

  /** Begins to connect. The server must know `localDtls` before. */
  connect(): void {
    this.#connection.setRemoteDescription(answerOf(this.#options), 'answer');
  }

  /** Does nothing while not connected. */
  send(packet: Buffer): void {
    if (this.#life === 'open' && this.#track.isOpen()) this.#track.sendMessageBinary(packet);
  }

  close(): void {
    if (this.#life === 'closed') return;
    this.#life = 'closed';
    this.#connection.close();
  }
}

function answerOf({ iceParameters, server, dtlsParameters }: WireOptions): string {
  const fingerprint = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256');
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=ice-lite',
    'a=group:BUNDLE 0',
    `m=audio 9 UDP/TLS/RTP/SAVPF ${anyPayloadType}`,
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    'a=sendrecv',
    'a=rtcp-mux',
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    `a=fingerprint:sha-256 ${fingerprint?.value ?? ''}`,
    'a=setup:passive',
    `a=rtpmap:${anyPayloadType} opus/48000/2`,
    `a=candidate:1 1 UDP 2113937151 ${server.address} ${server.port} typ host`,
    'a=end-of-candidates',
    '',
  ].join('\r\n');
}

function stateOf(state: string): types.ConnectionState {
  switch (state) {
    case 'new':
    case 'connecting':
    case 'connected':
    case 'disconnected':
    case 'failed':
    case 'closed':
      return state;
    default:
      throw new Error(`An unknown state: ${state}`);
  }
}
