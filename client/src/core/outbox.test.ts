import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Outbox } from './outbox.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function create(): { outbox: Outbox; sent: string[] } {
  const sent: string[] = [];
  const outbox = new Outbox({ transmit: ({ key }) => void sent.push(key), onChange: () => undefined });
  return { outbox, sent };
}

it('asks again with the same key when the line is back', async () => {
  const { outbox, sent } = create();
  const reply = outbox.add('chat:send', {});
  vi.advanceTimersByTime(20_000);
  outbox.resend();
  expect(sent).toEqual([sent[0], sent[0]]);
  outbox.answered(sent[0] ?? '', { ok: true, value: 7 });
  expect(await reply).toBe(7);
});

it('does not ask again what is older than its time after a computer has slept, and says so', async () => {
  const { outbox, sent } = create();
  const reply = outbox.add('chat:send', {});
  const failed = expect(reply).rejects.toMatchObject({ code: 'unavailable' });
  // The clock on the wall went on, the timers of the page did not.
  vi.setSystemTime(Date.now() + 600_000);
  outbox.resend();
  await failed;
  expect(sent).toHaveLength(1);
});
