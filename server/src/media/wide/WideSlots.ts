import { randomInt, randomUUID } from 'node:crypto';
import type { SlotName, SlotProducer } from '../router.ts';

/** What carries the room's audio slots on one host. */
interface SlotWing {
  createSlot(name: SlotName): Promise<SlotProducer>;
}

/**
 * Audio slots of one room, the same on every wing, under the same ids. Each wing gets its packets from this process instead
 * of through a pipe, so that they keep their order with all other messages to that wing's worker.
 */
export class WideSlots<W extends SlotWing> {
  readonly #wings = new Set<W>();
  readonly #slots = new Set<WideSlot<W>>();

  /** @throws AppError `unavailable` */
  async create(name: SlotName = newName()): Promise<SlotProducer> {
    const slot: WideSlot<W> = new WideSlot<W>(name, () => this.#slots.delete(slot));
    this.#slots.add(slot);
    try {
      await Promise.all([...this.#wings].map((wing) => this.#carry(slot, wing)));
      return slot;
    } catch (error) {
      slot.close();
      throw error;
    }
  }

  /** Makes every audio slot on this wing. @throws AppError `unavailable` */
  async enter(wing: W): Promise<void> {
    this.#wings.add(wing);
    await Promise.all([...this.#slots].map((slot) => this.#carry(slot, wing)));
  }

  leave(wing: W): void {
    this.#wings.delete(wing);
    for (const slot of this.#slots) slot.leave(wing);
  }

  async #carry(slot: WideSlot<W>, wing: W): Promise<void> {
    try {
      const producer = await wing.createSlot(slot);
      if (this.#wings.has(wing) && this.#slots.has(slot)) slot.enter(wing, producer);
      else producer.close();
    } catch (error) {
      // A wing that was lost meanwhile needs no slots.
      if (this.#wings.has(wing)) throw error;
    }
  }
}

class WideSlot<W> implements SlotProducer {
  readonly id: string;
  readonly ssrc: number;
  readonly #onClosed: () => void;
  readonly #producers = new Map<W, SlotProducer>();

  constructor({ id, ssrc }: SlotName, onClosed: () => void) {
    this.id = id;
    this.ssrc = ssrc;
    this.#onClosed = onClosed;
  }

  enter(wing: W, producer: SlotProducer): void {
    this.#producers.set(wing, producer);
  }

  leave(wing: W): void {
    this.#producers.get(wing)?.close();
    this.#producers.delete(wing);
  }

  send(packet: Buffer): void {
    for (const producer of this.#producers.values()) producer.send(packet);
  }

  async setPaused(paused: boolean): Promise<void> {
    await Promise.all([...this.#producers.values()].map((producer) => producer.setPaused(paused)));
  }

  // Sound is never held.
  async hold(): Promise<void> {}

  close(): void {
    this.#onClosed();
    for (const producer of this.#producers.values()) producer.close();
    this.#producers.clear();
  }
}

function newName(): SlotName {
  return { id: randomUUID(), ssrc: randomInt(1, 0xffff_ffff) };
}
