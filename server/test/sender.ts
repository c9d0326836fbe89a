import { setTimeout as sleep } from 'node:timers/promises';
import { vi } from 'vitest';
import * as z from 'zod/mini';
import { ProtooLine } from './protooLine.ts';
import type { TimedPacket } from './rtpStreams.ts';
import type { RoomLine, Running } from './running.ts';

const Published = z.object({ producerId: z.string() });
const rtpParameters = { codecs: [], encodings: [{ ssrc: 1 }] };

/** A member with a media line who sends what the test tells. */
export class Sender {
  readonly line: RoomLine;
  readonly room: string;
  readonly #media: ProtooLine;

  readonly #running: Running;

  private constructor(running: Running, room: string, line: RoomLine, media: ProtooLine) {
    this.#running = running;
    this.room = room;
    this.line = line;
    this.#media = media;
  }

  static async enter(running: Running, room: string, name: string, key?: string): Promise<Sender> {
    const line = await running.enter(room, name, key);
    const media = await ProtooLine.connect(running.origin, line.mediaTicket);
    await media.request('media:open', {});
    return new Sender(running, room, line, media);
  }

  get id(): string {
    return this.line.welcome.me.id;
  }

  async ask(command: string, input: unknown = {}): Promise<void> {
    const reply = await this.line.ask(command, input);
    if (!reply.ok) throw new Error(`${command}: ${reply.message}`);
  }

  /** Publishes a source; the returned function sends a packet of it. */
  async publish(source: string): Promise<(packet: Buffer) => void> {
    const published = await this.#media.request('media:publish', { source, rtpParameters, muted: false });
    const { producerId } = Published.parse(published);
    return (packet) => this.#running.engine.send(this.room, producerId, packet);
  }

  /** Resolves with the payload of an event, also of one that came before. */
  heard(name: string): Promise<unknown> {
    const find = () => {
      const found = this.line.heard.findLast((one) => one.name === name);
      if (!found) throw new Error(`${name} was not heard.`);
      return found.payload;
    };
    return vi.waitFor(find, { timeout: 25_000 });
  }

  /** Resolves with the payload of an event that came after the last one of another name. */
  heardAfter(name: string, earlier: string): Promise<unknown> {
    const find = () => {
      const { heard } = this.line;
      const from = heard.findLastIndex((one) => one.name === earlier);
      const found = from < 0 ? undefined : heard.slice(from).find((one) => one.name === name);
      if (!found) throw new Error(`${name} was not heard after ${earlier}.`);
      return found.payload;
    };
    return vi.waitFor(find, { timeout: 25_000 });
  }

  close(): void {
    this.#media.close();
    this.line.socket.disconnect();
  }
}

/** Sends packets as fast as their times say. */
export async function send(
  streams: readonly (readonly [(packet: Buffer) => void, readonly TimedPacket[]])[],
): Promise<void> {
  const all = streams.flatMap(([to, packets]) => packets.map((one) => ({ ...one, to })));
  all.sort((a, b) => a.at - b.at);
  const begin = performance.now();
  for (const { at, packet, to } of all) {
    const wait = at - (performance.now() - begin);
    if (wait > 0) await sleep(wait);
    to(Buffer.from(packet));
  }
}
