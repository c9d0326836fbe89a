import { randomInt, randomUUID } from 'node:crypto';
import type { SlotProducer } from '../router.ts';
import type { Wing } from './Wing.ts';

/**
 * Audio slots of one room, the same on every wing, under the same ids. Each wing gets its packets from this process instead
 * of through a pipe, so that they keep their order with all other messages to that wing's worker.
 */
export class WideSlots {
  readonly #wings = new Set<Wing>();
  readonly #slots = new Set<WideSlot>();

  /** @throws AppError `unavailable` */
  async create(): Promise<SlotProducer> {
    const slot: WideSlot = new WideSlot(() => this.#slots.delete(slot));
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
  async enter(wing: Wing): Promise<void> {
    this.#wings.add(wing);
    await Promise.all([...this.#slots].map((slot) => this.#carry(slot, wing)));
  }

  leave(wing: Wing): void {
    this.#wings.delete(wing);
    for (const slot of this.#slots) slot.leave(wing);
  }

  async #carry(slot: WideSlot, wing: Wing): Promise<void> {
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

class WideSlot implements SlotProducer {
  readonly id = randomUUID();
  readonly ssrc = randomInt(1, 0xffff_ffff);
  readonly #onClosed: () => void;
  readonly #producers = new Map<Wing, SlotProducer>();

  constructor(onClosed: () => void) {
    this.#onClosed = onClosed;
  }

  enter(wing: Wing, producer: SlotProducer): void {
    this.#producers.set(wing, producer);
  }

  leave(wing: Wing): void {
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
