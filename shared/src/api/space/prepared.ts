import * as z from 'zod/mini';
import { endpoint, perMinute, signedIn, signedInOr } from '../../core/endpoint.ts';
import { PreparedId, SpaceId } from '../../core/ids.ts';
import { BreakoutPlan, SavedPlan } from '../../features/breakout/contract.ts';
import { KeptSetup, PollSetup } from '../../features/poll/setup.ts';
import { slidesLimits } from '../../features/slides/limits.ts';
import { UploadLine, UploadQuery } from '../../features/slides/upload.ts';

/** The most that is prepared in one space, by kind, and the bytes of all files together. */
export const preparedLimits = { slides: 10, poll: 30, plan: 10, bytes: 100 * 1024 * 1024 } as const;

/** A thing that the next meeting begins with. */
export const Prepared = z.discriminatedUnion('kind', [
  z.object({ id: PreparedId, kind: z.literal('slides'), title: z.string(), pages: z.int(), bytes: z.int() }),
  z.object({ id: PreparedId, kind: z.literal('poll'), title: z.string(), setup: KeptSetup }),
  z.object({ id: PreparedId, kind: z.literal('plan'), title: z.string(), plan: SavedPlan }),
]);
export type Prepared = z.infer<typeof Prepared>;

/** A poll or a plan of breakout rooms; slides come as bytes. */
const PreparedInput = z.strictObject({
  content: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('poll'), setup: PollSetup }),
    z.strictObject({ kind: z.literal('plan'), plan: BreakoutPlan }),
  ]),
});
export type PreparedInput = z.infer<typeof PreparedInput>;

const reading = { address: [perMinute(1_200)], person: perMinute(240) };
const writing = { address: [perMinute(600)], person: perMinute(60) };
const space = { space: SpaceId };
const item = { ...space, item: PreparedId };

export const listPrepared = endpoint({
  name: 'prepared:list',
  summary: 'Returns what is prepared in a space, oldest first.',
  method: 'GET',
  path: '/spaces/:space/prepared',
  who: signedInOr('spaceRead'),
  limit: reading,
  params: space,
  output: z.object({ items: z.array(Prepared) }),
  errors: ['unavailable'],
});

export const addPrepared = endpoint({
  name: 'prepared:add',
  summary: 'Prepares a poll or a plan of breakout rooms.',
  method: 'POST',
  path: '/spaces/:space/prepared',
  who: signedInOr('spaceWrite'),
  limit: writing,
  params: space,
  input: PreparedInput,
  output: Prepared,
  status: 201,
  errors: ['full', 'conflict', 'unavailable'],
});

export const changePrepared = endpoint({
  name: 'prepared:change',
  summary: 'Replaces a prepared poll or plan by another one of its kind.',
  method: 'PUT',
  path: '/spaces/:space/prepared/:item',
  who: signedInOr('spaceWrite'),
  limit: writing,
  params: item,
  input: PreparedInput,
  output: Prepared,
  errors: ['conflict', 'unavailable'],
});

export const removePrepared = endpoint({
  name: 'prepared:remove',
  summary: 'Removes something prepared; a meeting that goes on keeps its copy.',
  method: 'DELETE',
  path: '/spaces/:space/prepared/:item',
  who: signedInOr('spaceWrite'),
  limit: writing,
  params: item,
  output: z.object({}),
  errors: ['unavailable'],
});

export const bringPrepared = endpoint({
  name: 'prepared:bring',
  summary: 'Uploads one document, or pictures one after the other, and prepares them as slides.',
  method: 'POST',
  path: '/spaces/:space/slides',
  who: signedIn,
  limit: {
    address: [perMinute(120)],
    person: { requests: 12, seconds: 240, words: 'Too many uploads in a short time. Try again in a few minutes.' },
  },
  params: space,
  query: UploadQuery,
  body: 'bytes',
  mostBytes: slidesLimits.presentationBytes,
  answer: 'lines',
  output: UploadLine,
  errors: [],
});
