import { createHash } from 'node:crypto';
import * as contract from '@plenum/shared/api/embedding/contract';
import type { Embedding } from '../../../records/embedding/embedding.ts';
import { keyIdIn, namesKey } from '../../../records/embedding/signedLink.ts';
import type { Lti } from '../../../records/lti/Lti.ts';
import type { Entries, FoundEntry } from '../../entries.ts';
import type { Tickets } from '../../tickets.ts';
import type { Titled } from '../page.ts';
import { type Serving, serving } from '../serving.ts';

/** Serves what an organisation sets for other web sites. */
export function embeddingServings(embedding: Embedding, lti: Lti): readonly Serving[] {
  return [
    serving(contract.readEmbedding, {
      async handle({ acting, params }) {
        const about = { acting, ...params };
        return { ...(await embedding.read(about)), platforms: await lti.list(about) };
      },
    }),
    serving(contract.addPlatform, { handle: ({ acting, params, input }) => lti.add({ acting, ...params }, input) }),
    serving(contract.removePlatform, {
      async handle({ acting, params: { organisation, platform } }) {
        await lti.remove({ acting, organisation }, platform);
        return {};
      },
    }),
    serving(contract.createSigningKey, {
      handle: ({ acting, params, input }) => embedding.createKey({ acting, ...params }, input),
    }),
    serving(contract.revokeSigningKey, {
      async handle({ acting, params: { organisation, key } }) {
        await embedding.revokeKey({ acting, organisation }, key);
        return {};
      },
    }),
    serving(contract.setOrigins, {
      handle: ({ acting, params, input }) => embedding.setOrigins({ acting, ...params }, input.origins),
    }),
  ];
}

/**
 * The sites that may frame a page of a meeting. A link is not checked here: its page says what is wrong with it, and a key of
 * another organisation opens nothing.
 */
export async function framesFor(
  { embedding, entries }: Pick<FindingOptions, 'embedding' | 'entries'>,
  at: Titled | { readonly token: string },
): Promise<readonly string[]> {
  if ('slug' in at) return embedding.framesOf(at);
  if ('room' in at) return embedding.framesOf({ roomId: at.room });
  if (!namesKey(at.token)) {
    const { to } = entries.find(at.token).entry;
    return embedding.framesOf('slug' in to ? to : { roomId: to.room });
  }
  const id = keyIdIn(at.token);
  const key = id === undefined ? undefined : await embedding.find(id);
  return key ? embedding.framesOf({ organisation: key.organisation }) : [];
}

interface FindingOptions {
  readonly embedding: Embedding;
  readonly entries: Entries;
  readonly tickets: Pick<Tickets, 'personOf'>;
  /** Epoch ms. */
  readonly now: () => number;
}

/** How the roles of a link are seen here: a guest enters as a person with the plain link does, a member as one with a code. */
const entranceOf = {
  host: { role: 'host' },
  moderator: { role: 'moderator' },
  member: { role: 'participant', standing: 'member' },
  guest: { role: 'participant' },
} as const;

/** How long the uses of a link are remembered after its end, in seconds: longer than clocks may be apart. */
const rememberedSeconds = 120;

/** The entry behind a token: a one-time entry of this server, or a link that another server signed. @throws AppError `forbidden` */
export async function findEntry(
  { embedding, entries, tickets, now }: FindingOptions,
  token: string,
): Promise<FoundEntry> {
  if (!namesKey(token)) return entries.find(token);
  const { claims, key, organisation } = await embedding.requireLink(token, now());
  const { space, name, role, sub, jti, uses = 1, lang, leave, exp } = claims;
  const id = createHash('sha256').update(jti).digest('base64url');
  const use = { id: `link ${key} ${id}`, most: uses, expiresAt: (exp + rememberedSeconds) * 1_000 };
  return {
    entry: {
      to: { slug: space },
      name,
      ...entranceOf[role],
      person: tickets.personOf(organisation, sub),
      ...(lang !== undefined && { language: lang }),
      ...(leave !== undefined && { leaveTo: leave }),
    },
    ...entries.usesOf(use),
  };
}
