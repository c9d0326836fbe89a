import * as z from 'zod/mini';
import { anyone, endpoint, perMinute } from '../../core/endpoint.ts';

/** When a notice begins or ends, in epoch ms. */
export const NoticeTime = z.optional(z.int().check(z.minimum(0), z.maximum(1e14)));
export const Notice = z.object({ text: z.string(), from: NoticeTime, until: NoticeTime });
export type Notice = z.infer<typeof Notice>;

/** A contract of its own, because every page asks it: the others are loaded by operators only. */
export const readNotice = endpoint({
  name: 'server:notice',
  summary: 'Returns what operators tell everybody now.',
  method: 'GET',
  path: '/notice',
  who: anyone,
  limit: { address: [perMinute(1_200)] },
  output: z.object({ notice: z.optional(Notice) }),
  errors: ['unavailable'],
});
