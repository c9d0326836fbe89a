import { chat } from '@plenum/shared/features/chat/contract';
import { keepsTheLaw, type Scene } from '../../../test/law.ts';
import { bring, idOf } from '../../../test/chats.ts';

const file = 'f'.repeat(32);
const mine = { channel: 'all', id: '' };

async function prepare({ world, asker, others }: Scene) {
  const [ben] = others;
  const id = idOf(await asker.ask(chat, 'send', { text: 'mine' }));
  const first = idOf((await ben?.ask(chat, 'send', { text: 'theirs' })) ?? { ok: true, value: {} });
  const pinned = idOf(await asker.ask(chat, 'send', { text: 'pinned' }));
  await asker.ask(chat, 'pin', { id: pinned });
  await asker.ask(chat, 'sendPrivate', { to: 'cleo', text: 'between us' });
  await bring(world, 'ana', file);
  return {
    send: { text: 'Hello **all**, @Ben', reply: first, files: [file] },
    edit: { ...mine, id, text: 'mended' },
    remove: { channel: 'all', id: pinned },
    react: { ...mine, id, emoji: '👍', on: true },
    pin: { id },
    unpin: { id: pinned },
    older: { channel: 'all', before: pinned },
  };
}

keepsTheLaw(
  chat,
  {
    send: {},
    sendPrivate: { to: 'ben', text: 'Only you' },
    sendStaff: { text: 'Among us' },
    edit: {},
    remove: {},
    react: {},
    pin: {},
    unpin: {},
    clear: {},
    typing: { channel: 'ana.ben' },
    older: {},
    discard: { file },
  },
  prepare,
);
