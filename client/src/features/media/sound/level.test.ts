import { FakeMediaStreamTrack } from 'fake-mediastreamtrack';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLevel, playTestSound } from './level.ts';

const context = vi.hoisted(() => ({ state: 'suspended', resume: () => new Promise<void>(() => {}) }));

vi.mock('../../../ui/audioContext.ts', () => ({
  audioContext: () => ({
    get state() {
      return context.state;
    },
    resume: () => context.resume(),
    createMediaStreamSource: () => ({ connect() {}, disconnect() {} }),
    createAnalyser: () => ({ fftSize: 1, getFloatTimeDomainData: (samples: Float32Array) => samples.fill(0.1) }),
  }),
}));

const connections: Connection[] = [];

/** A connection on which a track is heard at once. */
class Connection extends EventTarget {
  localDescription = {};
  isClosed = false;
  constructor() {
    super();
    connections.push(this);
  }
  addTrack(): void {}
  async setLocalDescription(): Promise<void> {}
  async setRemoteDescription(): Promise<void> {
    const receiver = { getSynchronizationSources: () => [{ audioLevel: 0.1 }] };
    this.dispatchEvent(Object.assign(new Event('track'), { receiver }));
  }
  close(): void {
    this.isClosed = true;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  context.state = 'suspended';
  connections.length = 0;
  vi.stubGlobal('RTCPeerConnection', Connection);
  vi.stubGlobal('MediaStream', EventTarget);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const track = () => new FakeMediaStreamTrack({ kind: 'audio' }) as unknown as MediaStreamTrack;

it('measures over a connection of the page to itself while the audio of the page does not start', async () => {
  const level = createLevel(track());
  expect(level.read()).toBe(0);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(level.read()).toBeCloseTo(0.8);
  level.close();
  expect(connections.map(({ isClosed }) => isClosed)).toEqual([true, true]);
});

it('measures in the page when its audio runs, also when it starts late', async () => {
  const level = createLevel(track());
  await vi.advanceTimersByTimeAsync(1_000);
  context.state = 'running';
  expect(level.read()).toBeCloseTo(0.8);
  expect(connections.map(({ isClosed }) => isClosed)).toEqual([true, true]);
  level.close();
});

it('asks for no connection when it is closed before', async () => {
  createLevel(track()).close();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(connections).toEqual([]);
});

it('says that the test sound cannot be played, but not to a page that is gone', async () => {
  const heard = playTestSound(undefined, new AbortController().signal);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await heard).toBe(false);
  const gone = new AbortController();
  const unheard = playTestSound(undefined, gone.signal);
  gone.abort();
  expect(await unheard).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
