import { type FrameEvent, plainCommands } from '@plenum/shared/api/embedding/messages';
import { describe, expect, it } from 'vitest';
import { Frame, originsIn } from './Frame.ts';

const site = 'https://school.example';

/** A meeting in a page of `site`, with what the page was told. */
function framed(origins: readonly string[] = [site]) {
  const told: { readonly message: unknown; readonly to: unknown }[] = [];
  const parent = { postMessage: (message: unknown, to: unknown) => void told.push({ message, to }) };
  let hear: (event: MessageEvent) => void = () => {};
  const here = { parent, addEventListener: (_name: string, listener: typeof hear) => (hear = listener) };
  let now = 0;
  const frame = new Frame({ here: here as unknown as Window, origins, now: () => now });
  const post = (data: unknown, { origin = site, source = parent as unknown } = {}) =>
    hear({ data, origin, source } as MessageEvent);
  const pass = (ms: number) => (now += ms);
  return { frame, told, post, pass, events: () => told.map(({ message }) => message as FrameEvent) };
}
const hello = { plenum: 1, command: 'hello' };

describe('the page around a meeting', () => {
  it('hears nothing before it says hello, and then the state of everything', () => {
    const { frame, told, post, events } = framed();
    frame.say({ event: 'joined' });
    frame.say({ event: 'people', count: 2 });
    frame.say({ event: 'people', count: 3 });
    expect(told).toEqual([]);
    post(hello);
    expect(events()).toEqual([
      { plenum: 1, event: 'ready' },
      { plenum: 1, event: 'joined' },
      { plenum: 1, event: 'people', count: 3 },
    ]);
    frame.say({ event: 'hand', raised: true });
    expect(told.at(-1)).toEqual({ message: { plenum: 1, event: 'hand', raised: true }, to: site });
    expect(new Set(told.map(({ to }) => to))).toEqual(new Set([site]));
  });

  it('[JO15] presses what is there, and hears what it may not', () => {
    const { frame, post, events } = framed();
    let mutes = 0;
    const stop = frame.on('mute', () => void (mutes += 1));
    frame.on('unmute', () => 'refused');
    for (const command of ['mute', 'unmute', 'leave']) post({ plenum: 1, command });
    expect(mutes).toBe(1);
    expect(events()).toEqual([
      { plenum: 1, event: 'error', code: 'refused', command: 'unmute' },
      { plenum: 1, event: 'error', code: 'unavailable', command: 'leave' },
    ]);
    stop();
    post({ plenum: 1, command: 'mute' });
    expect(mutes).toBe(1);
  });

  it('of another origin or another window is neither heard nor told', () => {
    const { frame, told, post } = framed();
    let pressed = 0;
    for (const command of plainCommands) frame.on(command, () => void (pressed += 1));
    const origins = [
      'https://evil.example',
      'https://school.example.evil.example',
      'http://school.example',
      'null',
      '',
      '*',
    ];
    for (const origin of [...origins, 'https://school.example:8443']) {
      for (const command of plainCommands) post({ plenum: 1, command }, { origin });
    }
    for (const source of [{}, null]) post({ plenum: 1, command: 'mute' }, { source });
    frame.say({ event: 'joined' });
    expect(pressed).toBe(0);
    expect(told).toEqual([]);
    const none = framed([]);
    none.post(hello);
    expect(none.told).toEqual([]);
  });

  it('gets an error for a message of a wrong shape, and silence for one that is not ours', () => {
    const { frame, told, post, pass, events } = framed();
    let pressed = 0;
    for (const command of [...plainCommands, 'setLayout'] as const) frame.on(command, () => void (pressed += 1));
    for (const other of [
      undefined,
      null,
      'mute',
      7,
      [],
      { command: 'mute' },
      { plenum: 2, command: 'mute' },
      { plenum: '1' },
    ]) {
      post(other);
    }
    expect(told).toEqual([]);
    const wrong = [
      { plenum: 1 },
      { plenum: 1, command: 'eval' },
      { plenum: 1, command: ['mute'] },
      { plenum: 1, command: 'mute', more: 1 },
      { plenum: 1, command: 'setLayout' },
      { plenum: 1, command: 'setLayout', layout: 'x'.repeat(100_000) },
      { plenum: 1, command: '__proto__' },
      { plenum: 1, command: 'chat', text: 'hi' },
    ];
    for (const one of wrong) {
      post(one);
      pass(1_000);
    }
    expect(events()).toEqual(wrong.map(() => ({ plenum: 1, event: 'error', code: 'invalid' })));
    expect(pressed).toBe(0);
  });

  it('may press ten times a second', () => {
    const { frame, post, pass, events } = framed();
    let pressed = 0;
    frame.on('raiseHand', () => void (pressed += 1));
    for (let n = 0; n < 1_000; n += 1) post({ plenum: 1, command: 'raiseHand' });
    expect(pressed).toBe(10);
    expect(events().every((event) => event.event === 'error' && event.code === 'limited')).toBe(true);
    pass(1_000);
    post({ plenum: 1, command: 'raiseHand' });
    expect(pressed).toBe(11);
  });
});

it('takes the allowed origins from the page, and none where there are none', () => {
  const page = document.implementation.createHTMLDocument();
  expect(originsIn(page)).toEqual([]);
  page.head.innerHTML = '<meta name="plenum-frames" content="https://a.example http://localhost:3000">';
  expect(originsIn(page)).toEqual(['https://a.example', 'http://localhost:3000']);
});
