import { describe, expect, it } from 'vitest';
import { chatLimits } from './limits.ts';
import { type ChatMessage, chat } from './contract.ts';
import { reduceChat } from './reduce.ts';

const meta = { seq: 1, at: 1 };
const message = (id: string, from = 'ana'): ChatMessage => ({ id, from, name: from, text: id, at: 1 });
const sent = (state: typeof reduceChat.initial, payload: object) =>
  reduceChat.reduce(state, 'sent', chat.events.sent.payload.parse(payload), meta);

describe('a state from before there were talks', () => {
  it('is read with all its messages', () => {
    const old = { messages: [message('1')] };
    const state = chat.state.parse(old);
    expect(sent(state, message('2')).messages.map(({ id }) => id)).toEqual(['1', '2']);
    expect(reduceChat.view(state, 'ben').messages).toEqual(old.messages);
  });
});

describe('a state', () => {
  const many = (count: number, start: typeof reduceChat.initial) =>
    Array.from({ length: count }, (_, n) => message(`${n}`)).reduce((state, one) => sent(state, one), start);

  it('holds everything on the server, and the newest messages for a member, by events and in a fresh view', () => {
    const count = chatLimits.window + 20;
    const whole = many(count, reduceChat.initial);
    const byEvents = many(count, reduceChat.view(reduceChat.initial, 'ben'));
    expect(whole.messages).toHaveLength(count);
    expect(byEvents.messages).toHaveLength(chatLimits.window);
    expect(reduceChat.view(whole, 'ben')).toEqual(byEvents);
  });

  it('stays equal for both when the oldest messages are dropped, at any length', () => {
    for (const kept of [1, chatLimits.window - 1, chatLimits.window, chatLimits.window + 10]) {
      const count = chatLimits.window + 20;
      const cut = { channel: 'all', before: `${count - kept}` };
      const whole = reduceChat.reduce(many(count, reduceChat.initial), 'trimmed', cut, meta);
      const byEvents = reduceChat.reduce(many(count, reduceChat.view(reduceChat.initial, 'ben')), 'trimmed', cut, meta);
      expect(whole.messages).toHaveLength(kept);
      expect(reduceChat.view(whole, 'ben')).toEqual(byEvents);
    }
  });

  it('shows no talk of other members, whatever their ids are', () => {
    const ends = [
      { id: '__proto__', name: 'x' },
      { id: 'ana', name: 'Ana' },
    ];
    const state = sent(reduceChat.initial, { ...message('1'), channel: '__proto__.ana', ends });
    expect(reduceChat.view(state, 'ben').talks).toEqual({});
    expect(Object.keys(reduceChat.view(state, 'ana').talks)).toEqual(['__proto__.ana']);
  });
});
