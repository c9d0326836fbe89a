const pattern = /^#([\w-]+)\.(\d+) ([\d.]+) /;

/** A message of a test: its writer, its number, and its time in epoch ms; about as long as an ordinary one. */
export function writtenBy(writer: string, number: number, at: number): string {
  return `#${writer}.${number} ${at.toFixed(2)} the quick brown fox jumps over the lazy dog`;
}

/** What one reader has of each writer: every number must come once, and in order. */
export class Ledger {
  readonly #last = new Map<string, number>();
  heard = 0;
  missing = 0;
  doubles = 0;

  /** @returns when the message was written, epoch ms; undefined for a message of somebody else */
  hear(text: string): number | undefined {
    const [, writer, number, at] = pattern.exec(text) ?? [];
    if (writer === undefined) return undefined;
    const last = this.#last.get(writer);
    const now = Number(number);
    if (last !== undefined && now <= last) {
      // A message that came late was counted as missing before.
      this.doubles += 1;
      return undefined;
    }
    if (last !== undefined) this.missing += now - last - 1;
    this.#last.set(writer, now);
    this.heard += 1;
    return Number(at);
  }

  /** After a whole new state: messages of the time between are in it, and were not told one by one. */
  forget(): void {
    this.#last.clear();
  }
}
