import * as http from '../src/core/http.ts';
import * as session from '../src/core/session.ts';
import * as seats from '../src/core/seats.ts';
import * as store from '../src/core/store.ts';
import { chat } from '@plenum/shared/features/chat/contract';
import { media } from '@plenum/shared/features/media/contract';
import { presence } from '@plenum/shared/features/presence/contract';
(globalThis as any).Core = { ...http, ...session, ...seats, ...store, chat, media, presence };
