import { Decoder, PacketType } from 'socket.io-parser';
import { AppError } from '@plenum/shared/core/errors';
import { limits } from '@plenum/shared/core/limits';
import { type Allowance, tooManyMessages } from './lineLimits.ts';

/** The bytes around the input: the command's name, its key and socket.io's own characters. */
const envelopeBytes = 512;
/** The names that replace the name of a message that was refused before it was parsed. */
const refusedNames = { limited: 'line:limited', tooLarge: 'line:tooLarge' } as const;

/** Why a message was refused before it was parsed; undefined when it was parsed. */
export function refusalOf(name: unknown): AppError | undefined {
  if (name === refusedNames.limited) return tooManyMessages();
  if (name !== refusedNames.tooLarge) return undefined;
  return new AppError('invalid', `This message is larger than ${limits.messageBytes} bytes.`);
}

/**
 * socket.io's decoder with a line's allowance: a message that is too large, or one too many, is not parsed. A stand-in with
 * the same acknowledgement replaces it, so that the sender gets the reason.
 */
export function boundedDecoder(createAllowance: () => Allowance): new () => Decoder {
  return class extends Decoder {
    readonly #allowance = createAllowance();

    override add(frame: unknown): void {
      const refused = this.#refuse(frame);
      if (refused === undefined) super.add(frame);
      else this.emitReserved('decoded', standIn(frame, refused));
    }

    #refuse(frame: unknown): string | undefined {
      const bytes = typeof frame === 'string' || Buffer.isBuffer(frame) ? Buffer.byteLength(frame) : 0;
      if (!this.#allowance.takes(bytes)) return refusedNames.limited;
      return bytes > limits.messageBytes + envelopeBytes ? refusedNames.tooLarge : undefined;
    }
  };
}

/** @throws Error for a frame without an acknowledgement: socket.io then closes the line */
function standIn(frame: unknown, name: string) {
  const event = typeof frame === 'string' ? /^2(\d{0,15})\[/.exec(frame) : null;
  if (!event) throw new Error('Refused: this frame is no event.');
  return { type: PacketType.EVENT, nsp: '/', data: [name], ...(event[1] && { id: Number(event[1]) }) };
}
