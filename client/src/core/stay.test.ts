// @vitest-environment node
import { AppError } from '@plenum/shared/core/errors';
import { expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { RoomPass, Session } from './session.ts';
import { Stay } from './stay.ts';
import type { ClosedReason, LineState, MediaLineState } from './store.ts';

interface Part {
  readonly room: { readonly id: string };
  readonly line: LineState;
  readonly mediaLine: MediaLineState;
}

/** A session without lines; records what happens to it and to its visits, in order. */
class Room {
  readonly store;
  readonly told: string[];
  readonly name: string;
  wantsMedia = true;
  /** Errors of the next visits. */
  refusals: AppError[] = [];
  /** False: the media of visits does not open by itself. */
  opensMedia = true;
  readonly visits: Room[] = [];

  constructor(name: string, told: string[], mediaLine: MediaLineState = { state: 'open' }) {
    this.name = name;
    this.told = told;
    this.store = createStore<Part>(() => ({ room: { id: name }, line: { state: 'open' }, mediaLine }));
  }

  async visit(name: string, pass: () => Promise<RoomPass>): Promise<Room> {
    await pass();
    const refusal = this.refusals.shift();
    if (refusal) throw refusal;
    this.told.push(`open ${name}`);
    const room = new Room(name, this.told, this.opensMedia ? { state: 'open' } : { state: 'connecting' });
    this.visits.push(room);
    return room;
  }

  rest(): void {
    this.told.push(`rest ${this.name}`);
    this.wantsMedia = false;
  }

  wake(): void {
    if (!this.wantsMedia) this.told.push(`wake ${this.name}`);
    this.wantsMedia = true;
  }

  async depart(): Promise<void> {
    this.told.push(`leave ${this.name}`);
  }

  /** The server ends this room. */
  end(reason: ClosedReason): void {
    this.store.setState({ line: { state: 'closed', reason } });
  }
}

function begin() {
  const told: string[] = [];
  const home = new Room('home', told);
  const stay = new Stay(home as unknown as Session);
  const here = () => stay.store.getState().here.store.getState().room.id;
  return { told, home, stay, here };
}

const pass = async (): Promise<RoomPass> => ({ ticket: 'ticket', url: '/socket.io' });

it('opens the new room before the old one ends, and back again', async () => {
  const { told, stay, here } = begin();
  stay.go('one', pass);
  await expect.poll(here).toBe('one');
  stay.go('two', pass);
  await expect.poll(here).toBe('two');
  stay.go(undefined);
  await expect.poll(here).toBe('home');
  expect(told).toEqual(['open one', 'rest home', 'open two', 'leave one', 'wake home', 'leave two']);
});

it('shows the old room until the new one has its media', async () => {
  const { told, home, stay, here } = begin();
  home.opensMedia = false;
  stay.go('one', pass);
  await expect.poll(() => told).toContain('open one');
  expect([here(), told.includes('rest home')]).toEqual(['home', false]);
  home.visits[0]?.store.setState({ mediaLine: { state: 'open' } });
  await expect.poll(here).toBe('one');
});

it('ends where it was sent last, whatever it was on the way to', async () => {
  const { told, home, stay, here } = begin();
  home.opensMedia = false;
  stay.go('one', pass);
  await expect.poll(() => told).toContain('open one');
  home.opensMedia = true;
  stay.go('two', pass);
  home.visits[0]?.store.setState({ mediaLine: { state: 'open' } });
  await expect.poll(here).toBe('two');
  await expect.poll(() => told).toContain('leave one');
});

it('tries again when a room cannot be reached, and stays where it is meanwhile', async () => {
  vi.useFakeTimers();
  try {
    const { home, stay, here } = begin();
    home.refusals = [new AppError('unavailable', ''), new AppError('forbidden', '')];
    stay.go('one', pass);
    await vi.advanceTimersByTimeAsync(100);
    expect([here(), stay.store.getState().move]).toEqual(['home', { room: 'one', failed: 1 }]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([here(), stay.store.getState().move]).toEqual(['one', undefined]);
  } finally {
    vi.useRealTimers();
  }
});

it('is back in the meeting when a room ends by itself, and goes there again while it is wanted', async () => {
  const { told, home, stay, here } = begin();
  stay.go('one', pass);
  await expect.poll(here).toBe('one');
  home.visits[0]?.end('removed');
  await expect.poll(() => home.visits).toHaveLength(2);
  await expect.poll(here).toBe('one');
  expect(told).toEqual(['open one', 'rest home', 'leave one', 'wake home', 'open one', 'rest home']);
});

it('leaves the visit when it is closed, and goes nowhere any more', async () => {
  const { told, stay, here } = begin();
  stay.go('one', pass);
  await expect.poll(here).toBe('one');
  stay.close();
  stay.close();
  stay.go('two', pass);
  expect(told.slice(2)).toEqual(['leave one']);
});
