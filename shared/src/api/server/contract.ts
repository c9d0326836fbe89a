import * as z from 'zod/mini';
import { anyone, endpoint, perMinute } from '../../core/endpoint.ts';

/** Who may open a room on this server: all people, people with a key, people who are signed in, or nobody. */
export const createPolicies = ['everyone', 'key', 'accounts', 'nobody'] as const;
export const ServerInfo = z.object({
  createRooms: z.enum(createPolicies),
  /** False while the caller's address has as many lines as it may have: browsers cannot read why a line is refused. */
  mayOpenLine: z._default(z.boolean(), true),
});
export type ServerInfo = z.infer<typeof ServerInfo>;

export const serverInfo = endpoint({
  name: 'server:info',
  summary: 'Returns what a page needs to know of the server before a room is chosen.',
  method: 'GET',
  path: '/server',
  who: anyone,
  limit: { address: [perMinute(1_200)] },
  output: ServerInfo,
  errors: ['unavailable'],
});

export const openApi = endpoint({
  name: 'server:openApi',
  summary: 'Returns this document: all endpoints as OpenAPI 3.1.',
  method: 'GET',
  path: '/openapi.json',
  who: anyone,
  limit: { address: [perMinute(60)] },
  output: z.record(z.string(), z.unknown()),
  errors: [],
});
