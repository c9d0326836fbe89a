import { describe, expect, it } from 'vitest';
import { chatLimits } from './limits.ts';
import { type ChatMessage, chat } from './contract.ts';
import { reduceChat } from './reduce.ts';

const meta = { seq: 1, at: 1 };
const message = (id: string, from = 'ana'): ChatMessage => ({ id, from, name: from, text: id, at: 1 });
const sent = (state: typeof reduceChat.initial, payload: object) =>
  reduceChat.reduce(state, 'sent', chat.events.sent.payload.parse(payload), meta);

describe('a room from before there were talks', () => {
  it('is read with everything it had', () => {
    const old = { messages: [message('1')] };
    const state = chat.state.parse(old);
    expect(sent(state, message('2')).messages.map(({ id }) => id)).toEqual(['1', '2']);
    expect(reduceChat.view(state, 'ben').messages).toEqual(old.messages);
  });
});

describe('what is held', () => {
  const many = (count: number, start: typeof reduceChat.initial) =>
    Array.from({ length: count }, (_, n) => message(`${n}`)).reduce((state, one) => sent(state, one), start);

  it('is everything on the server, and the newest for a member: as told and as seen fresh', () => {
    const count = chatLimits.window + 20;
    const whole = many(count, reduceChat.initial);
    const told = many(count, reduceChat.view(reduceChat.initial, 'ben'));
    expect(whole.messages).toHaveLength(count);
    expect(told.messages).toHaveLength(chatLimits.window);
    expect(reduceChat.view(whole, 'ben')).toEqual(told);
  });

  it('stays the same for both when the oldest are given up, wherever the cut falls', () => {
    for (const kept of [1, chatLimits.window - 1, chatLimits.window, chatLimits.window + 10]) {
      const count = chatLimits.window + 20;
      const cut = { channel: 'all', before: `${count - kept}` };
      const whole = reduceChat.reduce(many(count, reduceChat.initial), 'trimmed', cut, meta);
      const told = reduceChat.reduce(many(count, reduceChat.view(reduceChat.initial, 'ben')), 'trimmed', cut, meta);
      expect(whole.messages).toHaveLength(kept);
      expect(reduceChat.view(whole, 'ben')).toEqual(told);
    }
  });

  it('is no talk of others, whatever the names of the ends', () => {
    const ends = [
      { id: '__proto__', name: 'x' },
      { id: 'ana', name: 'Ana' },
    ];
    const state = sent(reduceChat.initial, { ...message('1'), channel: '__proto__.ana', ends });
    expect(reduceChat.view(state, 'ben').talks).toEqual({});
    expect(Object.keys(reduceChat.view(state, 'ana').talks)).toEqual(['__proto__.ana']);
  });
});
