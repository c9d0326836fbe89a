import * as z from 'zod/mini';
import { anyone, endpoint, perMinute } from '../../core/endpoint.ts';

/** Who may open a room on this server: everyone, who has a key, or nobody. */
export const createPolicies = ['everyone', 'key', 'nobody'] as const;
export const ServerInfo = z.object({ createRooms: z.enum(createPolicies) });
export type ServerInfo = z.infer<typeof ServerInfo>;

export const serverInfo = endpoint({
  name: 'server:info',
  summary: 'What a page must know of the server before anybody has chosen a room.',
  method: 'GET',
  path: '/server',
  who: anyone,
  limit: { address: [perMinute(1_200)] },
  output: ServerInfo,
  errors: [],
});

export const openApi = endpoint({
  name: 'server:openApi',
  summary: 'This document: every endpoint as OpenAPI 3.1.',
  method: 'GET',
  path: '/openapi.json',
  who: anyone,
  limit: { address: [perMinute(60)] },
  output: z.record(z.string(), z.unknown()),
  errors: [],
});
