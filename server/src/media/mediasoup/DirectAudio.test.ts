import { createWorker, type types } from 'mediasoup';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SlotProducer } from '../router.ts';
import { createRtp } from '../slots/createRtp.ts';
import { mediaCodecs } from './codecs.ts';
import { DirectAudio } from './DirectAudio.ts';

let worker: types.Worker;
let slot: SlotProducer;
let producer: types.Producer;

beforeEach(async () => {
  worker = await createWorker({ logLevel: 'error' });
  const router = await worker.createRouter({ mediaCodecs });
  router.observer.on('newtransport', (transport) => {
    transport.observer.on('newproducer', (one) => {
      producer = one;
    });
  });
  const audio = await DirectAudio.create(router, () => {});
  slot = await audio.createSlot({ id: 'slot', ssrc: 4_711 });
});
afterEach(async () => {
  process.kill(worker.pid, 'SIGCONT');
  const gone = new Promise<void>((resolve) => worker.once('subprocessclose', resolve));
  worker.close();
  await gone;
});

function send(count: number): void {
  for (let i = 0; i < count; i += 1) slot.send(createRtp({ sequence: i, timestamp: i * 960, ssrc: slot.ssrc }));
}

it('drops packets for a worker that does not take them, and goes on when it does', async () => {
  const sent = vi.spyOn(producer, 'send');
  process.kill(worker.pid, 'SIGSTOP');
  send(5_000);
  const underWay = sent.mock.calls.length;
  expect(underWay).toBeGreaterThan(50);
  expect(underWay).toBeLessThan(500);
  send(1_000);
  expect(sent).toHaveBeenCalledTimes(underWay);
  process.kill(worker.pid, 'SIGCONT');
  const more = () => {
    send(1);
    return sent.mock.calls.length;
  };
  await expect.poll(more).toBeGreaterThan(underWay);
});

it('sends nothing more once it ended', async () => {
  const sent = vi.spyOn(producer, 'send');
  slot.close();
  send(3);
  expect(sent).not.toHaveBeenCalled();
});
