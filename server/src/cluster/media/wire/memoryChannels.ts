import type { Channel, ChannelEvents } from './Channel.ts';

/** One end of a pair of channels within this process. */
class MemoryChannel implements Channel {
  readonly peer: string;
  readonly waiting = 0;
  readonly #inbox: (Buffer | 'end')[] = [];
  #events: ChannelEvents | undefined;
  #other: MemoryChannel | undefined;
  #life: 'open' | 'closed' = 'open';
  #isBusy = false;

  constructor(peer: string) {
    this.peer = peer;
  }

  pair(other: MemoryChannel): void {
    this.#other = other;
  }

  send(frame: Buffer): void {
    if (this.#life === 'open') this.#other?.take(Buffer.from(frame));
  }

  listen(events: ChannelEvents): void {
    this.#events = events;
    if (this.#life === 'closed') setImmediate(() => this.#tellEnd());
    else this.#deliverSoon();
  }

  close(): void {
    if (this.#life === 'closed') return;
    this.#other?.take('end');
    this.#end();
  }

  take(item: Buffer | 'end'): void {
    if (this.#life === 'closed') return;
    this.#inbox.push(item);
    this.#deliverSoon();
  }

  #deliverSoon(): void {
    if (this.#isBusy || !this.#events || this.#inbox.length === 0) return;
    this.#isBusy = true;
    // Later, as a network would: nothing that a node sends is there before its own work has ended.
    setImmediate(() => {
      this.#isBusy = false;
      for (const item of this.#inbox.splice(0)) {
        if (this.#life === 'closed') return;
        if (item === 'end') this.#end();
        else this.#events?.onFrame(item);
      }
      this.#deliverSoon();
    });
  }

  #end(): void {
    this.#life = 'closed';
    this.#tellEnd();
  }

  #tellEnd(): void {
    this.#events?.onClosed('The other node closed the connection.');
  }
}

/** Two channels that end in each other, for a node that is its own media node, and for tests. */
export function memoryChannels(first: string, second: string): [first: Channel, second: Channel] {
  const [ofFirst, ofSecond] = [new MemoryChannel(second), new MemoryChannel(first)];
  ofFirst.pair(ofSecond);
  ofSecond.pair(ofFirst);
  return [ofFirst, ofSecond];
}
