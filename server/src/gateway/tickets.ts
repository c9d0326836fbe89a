import { createHmac, randomUUID, createSecretKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import * as z from 'zod/mini';
import { Role } from '@plenum/shared/core/abilities';
import { AppError } from '@plenum/shared/core/errors';
import { MemberId, PersonId, RoomId } from '@plenum/shared/core/ids';
import { limits } from '@plenum/shared/core/limits';

/** How long a ticket is valid, in seconds. */
const ticketSeconds = 120;
const issuer = 'plenum';
const algorithm = 'HS256';

/** How long a browser is known as the same person after its last visit, in seconds. */
const identitySeconds = 400 * 24 * 3600;

const SeatClaims = z.object({
  room: RoomId,
  member: MemberId,
  name: z.string(),
  role: Role,
  person: z.optional(PersonId),
  standing: z.optional(z.enum(['member', 'inside'])),
  origin: z.optional(z.string()),
});
export type SeatClaims = z.infer<typeof SeatClaims>;
const MediaClaims = z.object({ room: RoomId, member: MemberId });
export type MediaClaims = z.infer<typeof MediaClaims>;
const IdentityClaims = z.object({ person: PersonId });
const OneTime = z.object({ jti: z.string(), exp: z.number(), boot: z.string(), node: z.string(), room: RoomId });

/** The ticket is from another node: only that node knows whether it was used. */
export class ForeignTicket extends AppError {
  readonly room: RoomId;

  constructor(room: RoomId) {
    super('forbidden', 'This ticket is for another server. Ask for a new one.');
    this.room = room;
  }
}

/** Signs and checks short-lived tickets for lines, and the seats that outlive the lines. */
export class Tickets {
  /** As a key: given a text, the library first tries to read it as a private key: three times the work. */
  readonly #secret: KeyObject;
  readonly #now: () => number;
  readonly #node: string;
  readonly #used = new Map<string, number>();
  // A ticket can be used once only while this process runs, so another process accepts none of ours.
  readonly #boot = randomUUID();

  /**
   * @param secret signing key, at least 32 bytes
   * @param now epoch ms
   * @param node the name of this node, which its tickets carry
   */
  constructor(secret: string, now: () => number, node: string) {
    if (Buffer.byteLength(secret) < 32) throw new Error('The signing secret is too short.');
    this.#secret = createSecretKey(secret, 'utf8');
    this.#now = now;
    this.#node = node;
  }

  mintRoomTicket(claims: SeatClaims): string {
    return this.#sign({ ...claims, boot: this.#boot, node: this.#node }, 'room', ticketSeconds, randomUUID());
  }

  mintMediaTicket(claims: MediaClaims): string {
    return this.#sign({ ...claims, boot: this.#boot, node: this.#node }, 'media', ticketSeconds, randomUUID());
  }

  mintSeat(claims: SeatClaims): string {
    return this.#sign(claims, 'seat', limits.seatSeconds);
  }

  /** @throws AppError `forbidden` when altered, expired, of another line, or used before; ForeignTicket */
  redeemRoomTicket(token: string): SeatClaims {
    return SeatClaims.parse(this.#redeem(token, 'room'));
  }

  /** @throws AppError `forbidden` when altered, expired, of another line, or used before */
  redeemMediaTicket(token: string): MediaClaims {
    return MediaClaims.parse(this.#redeem(token, 'media'));
  }

  /** @throws AppError `forbidden` when altered or expired */
  readSeat(token: string): SeatClaims {
    return SeatClaims.parse(this.#verify(token, 'seat'));
  }

  /** Signs an identity: at the next visit it shows that this is the same browser. It grants nothing. */
  mintIdentity(person: PersonId): string {
    return this.#sign({ person }, 'identity', identitySeconds);
  }

  /** Undefined when the identity is not ours or has expired: then the browser gets a new one. */
  readIdentity(token: string): PersonId | undefined {
    try {
      return IdentityClaims.parse(this.#verify(token, 'identity')).person;
    } catch {
      return undefined;
    }
  }

  /** Signs what `Entries` gives out. */
  mintEntry(claims: object, seconds: number): string {
    return this.#sign(claims, 'entry', seconds, randomUUID());
  }

  /** @throws AppError `forbidden` when altered or expired */
  readEntry(token: string): unknown {
    return this.#verify(token, 'entry');
  }

  /** The person whom another server names `id`: equal ids of one `issuer` are one person, in every meeting. */
  personOf(issuer: string, id: string): PersonId {
    const mac = createHmac('sha256', this.#secret).update(JSON.stringify(['person', issuer, id]));
    return mac.digest('base64url').slice(0, 24);
  }

  /** An opaque word for an address: equal for equal addresses, and it does not reveal the address. */
  originOf(address: string): string {
    return createHmac('sha256', this.#secret).update(`origin:${address}`).digest('base64url').slice(0, 16);
  }

  #sign(claims: object, audience: string, seconds: number, jwtid?: string): string {
    const iat = Math.floor(this.#now() / 1000);
    return jwt.sign({ ...claims, iat, exp: iat + seconds }, this.#secret, {
      algorithm,
      issuer,
      audience,
      ...(jwtid === undefined ? {} : { jwtid }),
    });
  }

  #verify(token: string, audience: string): unknown {
    try {
      const clockTimestamp = Math.floor(this.#now() / 1000);
      return jwt.verify(token, this.#secret, { algorithms: [algorithm], issuer, audience, clockTimestamp });
    } catch {
      throw new AppError('forbidden', 'This ticket or seat is not valid any more. Join the meeting again.');
    }
  }

  #redeem(token: string, audience: string): unknown {
    const claims = this.#verify(token, audience);
    const { jti, exp, boot, node, room } = OneTime.parse(claims);
    if (node !== this.#node) throw new ForeignTicket(room);
    this.#forgetExpired();
    if (boot !== this.#boot || this.#used.has(jti)) {
      throw new AppError('forbidden', 'This ticket was used already. Ask for a new one.');
    }
    this.#used.set(jti, exp * 1000);
    return claims;
  }

  #forgetExpired(): void {
    for (const [jti, expires] of this.#used) {
      // In the order of expiry, because all have the same lifetime: the first valid one ends the search.
      if (expires > this.#now()) return;
      this.#used.delete(jti);
    }
  }
}
