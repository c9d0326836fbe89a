import { Audio, PeerConnection, type Track, Video } from 'node-datachannel';
import type { ClipSender } from '../bots/ClipSender.ts';
import { Reception } from '../bots/Reception.ts';
import { isRtcp, isRtp, keyFramesWanted } from '../bots/rtp.ts';
import type { UdpRelay } from '../relay/UdpRelay.ts';
import { payloadTypes, senderOf, thinRelay } from './End.ts';
import { LineClient } from './LineClient.ts';
import type { Part, PeerBot, Sent } from './peer.ts';

type Message = Readonly<Record<string, unknown>>;
const videoroom = 'janus.plugin.videoroom';

/** A plugin's own data in a message of Janus. */
function dataOf(message: Message): Message {
  const plugin = message['plugindata'];
  const data = typeof plugin === 'object' && plugin !== null && 'data' in plugin ? plugin.data : {};
  return data as Message;
}

function sdpOf(message: Message): string {
  const jsep = message['jsep'];
  if (typeof jsep === 'object' && jsep !== null && 'sdp' in jsep) return String(jsep.sdp);
  throw new Error(`Janus has sent no SDP: ${JSON.stringify(message).slice(0, 300)}`);
}

/** Resolves when all addresses are in the local description. */
async function gathered(connection: PeerConnection): Promise<string> {
  await new Promise<void>((resolve) => {
    if (connection.gatheringState() === 'complete') return resolve();
    connection.onGatheringStateChange((state) => {
      if (state === 'complete') resolve();
    });
  });
  return connection.localDescription()?.sdp ?? '';
}

function connected(connection: PeerConnection, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.onStateChange((state) => {
      if (state === 'connected') resolve();
      else if (state === 'failed') reject(new Error(`${name} could not connect to Janus.`));
    });
  });
}

/** One bot in Janus' video room: a connection that sends, and one that receives everything. */
export class JanusBot implements PeerBot {
  readonly reception = new Reception();
  readonly #part: Part;
  readonly #line: LineClient;
  readonly #session: number;
  readonly #connections: PeerConnection[] = [];
  readonly #senders: ClipSender[] = [];
  readonly #tracks: Track[] = [];
  #relay: UdpRelay | undefined;
  #alive: ReturnType<typeof setInterval>;
  #privateId: unknown;
  #feed: unknown;

  private constructor(line: LineClient, session: number, part: Part) {
    this.#line = line;
    this.#session = session;
    this.#part = part;
    this.#alive = setInterval(() => void line.ask({ janus: 'keepalive', session_id: session }), 20_000);
  }

  /** Whether Janus is up. */
  static async answers(url: string): Promise<boolean> {
    try {
      const line = await LineClient.open(url, 'janus-protocol');
      line.close();
      return true;
    } catch {
      return false;
    }
  }

  static async enter(url: string, part: Part, makesRoom: boolean): Promise<JanusBot> {
    const line = await LineClient.open(url, 'janus-protocol', ({ janus }) => janus !== 'ack');
    const { data } = await line.ask({ janus: 'create' });
    const bot = new JanusBot(line, (data as { id: number }).id, part);
    const handle = await bot.#attach();
    const room = 1_000 + part.room;
    if (makesRoom) {
      const settings = { publishers: 300, bitrate: 0, audiocodec: 'opus', videocodec: 'vp8', audiolevel_ext: true };
      await bot.#ask(handle, {
        request: 'create',
        room,
        ...settings,
        videoorient_ext: false,
        playoutdelay_ext: false,
        transport_wide_cc_ext: false,
      });
    }
    const joined = dataOf(await bot.#ask(handle, { request: 'join', ptype: 'publisher', room, display: part.name }));
    bot.#privateId = joined['private_id'];
    bot.#feed = joined['id'];
    if (part.sends.length > 0) await bot.#publish(handle);
    return bot;
  }

  /** Receives everybody else in the room. */
  async subscribeAll(): Promise<void> {
    const handle = await this.#attach();
    const room = 1_000 + this.#part.room;
    const { participants } = dataOf(await this.#ask(handle, { request: 'listparticipants', room }));
    const feeds = (participants as { id: number; publisher: boolean }[]).filter(
      ({ id, publisher }) => publisher && id !== this.#feed,
    );
    if (feeds.length === 0) return;
    const streams = feeds.map(({ id }) => ({ feed: id }));
    const offer = sdpOf(
      await this.#ask(handle, { request: 'join', ptype: 'subscriber', room, streams, private_id: this.#privateId }),
    );
    for (const section of offer.split(/^m=/m).slice(1)) {
      const ssrc = /^a=ssrc:(\d+)/m.exec(section)?.[1];
      if (ssrc !== undefined) this.reception.expect(Number(ssrc), section.startsWith('audio') ? 'audio' : 'video');
    }
    await this.#receive(handle, offer);
  }

  close(): void {
    clearInterval(this.#alive);
    for (const sender of this.#senders) sender.close();
    for (const connection of this.#connections) connection.close();
    this.#relay?.close();
    this.#line.close();
  }

  async #attach(): Promise<number> {
    const { data } = await this.#line.ask({ janus: 'attach', session_id: this.#session, plugin: videoroom });
    return (data as { id: number }).id;
  }

  async #ask(handle: number, body: Message, sdp?: { readonly type: string; readonly sdp: string }): Promise<Message> {
    const message = { janus: 'message', session_id: this.#session, handle_id: handle, body };
    const answer = await this.#line.ask({ ...message, ...(sdp && { jsep: sdp }) });
    const { error } = dataOf(answer);
    if (answer['janus'] === 'error' || error !== undefined)
      throw new Error(`Janus: ${JSON.stringify(answer).slice(0, 300)}`);
    return answer;
  }

  async #publish(handle: number): Promise<void> {
    const connection = this.#connection('sends');
    for (const [index, sent] of this.#part.sends.entries()) this.#addSender(connection, sent, index);
    connection.setLocalDescription('offer');
    const offer = await gathered(connection);
    const up = connected(connection, this.#part.name);
    const answer = await this.#ask(handle, { request: 'publish' }, { type: 'offer', sdp: offer });
    connection.setRemoteDescription(sdpOf(answer), 'answer');
    await up;
  }

  #addSender(connection: PeerConnection, sent: Sent, index: number): void {
    const ssrc = 1 + Math.floor(Math.random() * 0xffff_fffe);
    const media = sent === 'mic' ? new Audio(String(index), 'SendOnly') : new Video(String(index), 'SendOnly');
    if (media instanceof Audio) media.addOpusCodec(payloadTypes.mic);
    else media.addVP8Codec(payloadTypes.camera);
    media.addSSRC(ssrc, 'bot', 'bot', sent);
    const track = connection.addTrack(media);
    const sender = senderOf(sent, ssrc, (packet) => {
      if (track.isOpen()) track.sendMessageBinary(packet);
    });
    track.onMessage((packet) => {
      if (isRtcp(packet) && keyFramesWanted(packet).includes(ssrc)) sender.restart();
    });
    this.#tracks.push(track);
    this.#senders.push(sender);
  }

  async #receive(handle: number, offer: string): Promise<void> {
    const connection = this.#connection('receives');
    connection.onTrack((track) => {
      this.#tracks.push(track);
      track.onMessage((packet) => {
        if (isRtp(packet)) this.reception.hear(packet, true);
      });
    });
    const isThin = this.#part.depth === 'thin';
    const up = connected(connection, this.#part.name);
    connection.setRemoteDescription(isThin ? await this.#throughRelay(offer) : offer, 'offer');
    const local = await gathered(connection);
    // Without addresses of ours, Janus answers to where the packets come from: the relay.
    const answer = isThin ? local.replaceAll(/^a=candidate:.*\r\n/gm, '') : local;
    await this.#ask(handle, { request: 'start' }, { type: 'answer', sdp: answer });
    await up;
  }

  async #throughRelay(offer: string): Promise<string> {
    const [line = '', address = '', port = ''] =
      /^a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host.*$/im.exec(offer) ?? [];
    if (line === '') throw new Error('Janus names no address.');
    this.#relay = await thinRelay({ address, port: Number(port) }, this.reception);
    const own = `a=candidate:1 1 udp 2113937151 127.0.0.1 ${this.#relay.port} typ host`;
    return offer.replace(line.trimEnd(), own).replaceAll(/^a=candidate:(?!1 1 udp 2113937151 127).*\r\n/gm, '');
  }

  #connection(what: string): PeerConnection {
    const connection = new PeerConnection(`${this.#part.name} ${what}`, {
      iceServers: [],
      disableAutoNegotiation: what === 'sends',
    });
    this.#connections.push(connection);
    return connection;
  }
}
