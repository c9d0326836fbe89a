import jwt from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { ForeignTicket, Tickets } from './tickets.ts';

const secret = 'a-secret-of-at-least-thirty-two-bytes';
const seat = { room: 'test-room', member: 'ana', name: 'Ana', role: 'host' } as const;

function world() {
  let now = 1_800_000_000_000;
  const tickets = new Tickets(secret, () => now, 'here');
  return { tickets, advance: (seconds: number) => (now += seconds * 1000) };
}

const refused = expect.objectContaining({ code: 'forbidden' });

describe('a room ticket', () => {
  it('opens a line once', () => {
    const { tickets } = world();
    const ticket = tickets.mintRoomTicket(seat);
    expect(tickets.redeemRoomTicket(ticket)).toEqual(seat);
    expect(() => tickets.redeemRoomTicket(ticket)).toThrow(refused);
  });

  it('lives for two minutes', () => {
    const { tickets, advance } = world();
    const ticket = tickets.mintRoomTicket(seat);
    advance(121);
    expect(() => tickets.redeemRoomTicket(ticket)).toThrow(refused);
  });

  it('is kept as used for as long as it could be valid', () => {
    const { tickets, advance } = world();
    const early = tickets.mintRoomTicket(seat);
    advance(60);
    const late = tickets.mintRoomTicket(seat);
    tickets.redeemRoomTicket(late);
    tickets.redeemRoomTicket(early);
    advance(59);
    expect(() => tickets.redeemRoomTicket(early)).toThrow(refused);
    expect(() => tickets.redeemRoomTicket(late)).toThrow(refused);
  });

  it('opens nothing else, and nothing else opens a line in its place', () => {
    const { tickets } = world();
    expect(() => tickets.redeemMediaTicket(tickets.mintRoomTicket(seat))).toThrow(refused);
    expect(() => tickets.readSeat(tickets.mintRoomTicket(seat))).toThrow(refused);
    expect(() => tickets.redeemRoomTicket(tickets.mintSeat(seat))).toThrow(refused);
    expect(() => tickets.redeemRoomTicket(tickets.mintMediaTicket(seat))).toThrow(refused);
  });

  it('of another process is refused: only that process knows whether it was used', () => {
    expect(() => world().tickets.redeemRoomTicket(world().tickets.mintRoomTicket(seat))).toThrow(refused);
  });

  it('cannot be altered, signed with another key or algorithm, or made without a key', () => {
    const { tickets } = world();
    const [head = '', body = '', signature = ''] = tickets.mintSeat({ ...seat, role: 'participant' }).split('.');
    const claims: object = JSON.parse(Buffer.from(body, 'base64url').toString());
    const raised = Buffer.from(JSON.stringify({ ...claims, role: 'host' })).toString('base64url');
    const options = { audience: 'seat', issuer: 'plenum' } as const;
    const forged = [
      `${head}.${raised}.${signature}`,
      jwt.sign(seat, 'another-secret-of-more-than-thirty-two-bytes', { ...options, expiresIn: 60 }),
      jwt.sign(seat, secret, { ...options, algorithm: 'HS512', expiresIn: 60 }),
      jwt.sign(seat, null as unknown as string, { ...options, algorithm: 'none', expiresIn: 60 }),
      `${head}.${body}.`,
      '',
      'x'.repeat(2_000),
    ];
    for (const token of forged) expect(() => tickets.readSeat(token), token).toThrow(refused);
  });
});

describe('a seat', () => {
  it('can be taken again for a day', () => {
    const { tickets, advance } = world();
    const token = tickets.mintSeat(seat);
    advance(23 * 3600);
    expect(tickets.readSeat(token)).toEqual(seat);
    advance(2 * 3600);
    expect(() => tickets.readSeat(token)).toThrow(refused);
  });

  it('outlives the process when the secret does', () => {
    expect(world().tickets.readSeat(world().tickets.mintSeat(seat))).toEqual(seat);
  });
});

it('refuses a secret that is too short', () => {
  expect(() => new Tickets('short', Date.now, 'here')).toThrow();
});

it('tells a ticket of another node from a forged one, and refuses both', () => {
  const now = () => 1_800_000_000_000;
  const [here, there] = [new Tickets(secret, now, 'here'), new Tickets(secret, now, 'there')];
  const ticket = there.mintRoomTicket(seat);
  expect(() => here.redeemRoomTicket(ticket)).toThrow(ForeignTicket);
  expect(there.redeemRoomTicket(ticket)).toEqual(seat);
});
