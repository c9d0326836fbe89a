// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest';
import { tabSeats } from './seats.ts';

beforeEach(() => sessionStorage.clear());

it('keeps one seat for each room until it is cleared', () => {
  const seats = tabSeats();
  seats.save('a-room', { seat: 'a', roomUrl: 'http://here/' });
  seats.save('b-room', { seat: 'b', roomUrl: 'http://here/' });
  expect(tabSeats().load('a-room')).toEqual({ seat: 'a', roomUrl: 'http://here/' });
  seats.clear('a-room');
  expect(seats.load('a-room')).toBeUndefined();
  expect(seats.load('b-room')?.seat).toBe('b');
});

it('takes what it cannot read for no seat', () => {
  sessionStorage.setItem('plenum.seat.a-room', '{');
  sessionStorage.setItem('plenum.seat.b-room', '{"seat":1}');
  expect(tabSeats().load('a-room')).toBeUndefined();
  expect(tabSeats().load('b-room')).toBeUndefined();
});
