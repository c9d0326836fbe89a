import { limits } from '../../core/limits.ts';
import { reducer } from '../../core/reducer.ts';
import { chat } from './contract.ts';

export const reduceChat = reducer(chat, {
  initial: { messages: [] },
  on: {
    sent: (state, message) => ({ messages: [...state.messages, message].slice(-limits.chatHistory) }),
  },
});
