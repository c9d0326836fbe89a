/** A reason to stop that a person can mend: one line says what is wrong and what to do, without a stack. */
export class StopError extends Error {
  /** @param {string} message one readable line. @param {{ tail?: string }} [more] the end of a tool's own output. */
  constructor(message, { tail } = {}) {
    super(message);
    this.name = 'StopError';
    this.tail = tail;
  }
}
