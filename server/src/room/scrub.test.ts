import { describe, expect, it } from 'vitest';
import { chat } from '@plenum/shared/features/chat/contract';
import { features } from '@plenum/shared/features/index';
import { mentions, scrubbed } from './scrub.ts';

const vera = 'vera-0123456789';
const erased = { ids: new Set([vera]), names: ['Vera'] };
const message = (id: string, from: string, more: object = {}) => {
  return { id, from, name: from === vera ? 'Vera' : 'Ana', text: `by ${id}`, at: 1, ...more };
};
const initial = { messages: [], staff: [], staffers: {}, talks: {}, pins: [], uploads: {}, whole: true };

describe('a state without a person', () => {
  it('has none of their messages, talks, reactions and files, and all of the others', () => {
    const reply = { id: 'm1', from: vera, name: 'Vera', text: 'by m1' };
    const ends = [
      { id: 'ana', name: 'Ana' },
      { id: vera, name: 'Vera' },
    ];
    const state = {
      ...initial,
      messages: [
        message('m1', vera),
        message('m2', 'ana', { reply, reactions: { '👍': [vera, 'ben'] }, text: 'Also Vera, not Verandah.' }),
        message('m3', 'ana', { deleted: { by: vera, name: 'Vera' } }),
      ],
      talks: { [`ana.${vera}`]: { ends, messages: [message('m4', 'ana')] } },
      uploads: { [vera]: [], ben: [] },
    };
    const left = scrubbed(chat, state, initial, erased);
    expect(mentions(left, erased)).toBe(false);
    expect(left).toMatchObject({
      messages: [{ id: 'm2', text: 'Also —, not Verandah.', reactions: { '👍': ['ben'] } }, expect.anything()],
      talks: {},
      uploads: { ben: [] },
    });
    expect(chat.state.safeParse(left).success).toBe(true);
  });

  it('keeps texts that are no words, also when the person is called like one of them', () => {
    const called = { ids: new Set<string>(), names: ['host'] };
    const state = { ...initial, messages: [message('m1', 'ana', { role: 'host', text: 'Dear host' })] };
    expect(scrubbed(chat, state, initial, called)).toMatchObject({ messages: [{ role: 'host', text: 'Dear —' }] });
  });

  it('is unchanged for every feature when the person did nothing', () => {
    for (const { contract, initial: first } of features) {
      expect(scrubbed(contract, first, first, erased), contract.name).toEqual(contract.state.parse(first));
    }
  });
});
