import { expect, it } from 'vitest';
import { limits } from '@plenum/shared/core/limits';
import { Allowance } from './lineLimits.ts';
import { boundedDecoder, refusalOf } from './roomFrames.ts';

/** A decoder with an allowance of `burst` messages, and the names that it has decoded. */
function decoder(burst: number) {
  const decoded: unknown[] = [];
  const made = new (boundedDecoder(() => new Allowance({ burst, perSecond: 0 }, () => 0)))();
  made.on('decoded', ({ data, id }) => void decoded.push([id, data]));
  return { add: (frame: unknown) => made.add(frame), decoded };
}

it('decodes messages within the allowance', () => {
  const { add, decoded } = decoder(2);
  add('27["chat:send",{"key":"a"}]');
  expect(decoded).toEqual([[7, ['chat:send', { key: 'a' }]]]);
  expect(refusalOf('chat:send')).toBeUndefined();
});

it('does not parse a message beyond the allowance: a stand-in with the same acknowledgement reports it', () => {
  const { add, decoded } = decoder(1);
  add('2["chat:send",{}]');
  add('28["chat:send",{{{ no JSON');
  add('2["room:parting"');
  expect(decoded.slice(1)).toEqual([
    [8, [expect.any(String)]],
    [undefined, [expect.any(String)]],
  ]);
  expect(refusalOf('line:limited')).toMatchObject({ code: 'limited' });
});

it('does not parse a message that is too large', () => {
  const { add, decoded } = decoder(10);
  add(`29["chat:send",{{{${'x'.repeat(limits.messageBytes + 1_000)}`);
  expect(decoded).toEqual([[9, ['line:tooLarge']]]);
  expect(refusalOf('line:tooLarge')).toMatchObject({ code: 'invalid' });
});

it.each([
  ['a handshake', '0{"ticket":"x"}'],
  ['an answer', '31[]'],
  ['an event with an attachment', '51-["chat:send",{"_placeholder":true,"num":0}]'],
  ['bytes', Buffer.from('x')],
])('%s beyond the allowance ends the line', (_what, frame) => {
  expect(() => decoder(0).add(frame)).toThrow('Refused');
});
