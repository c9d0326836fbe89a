import type { RequestHandler } from 'express';
import { AppError } from '@plenum/shared/core/errors';
import { Slug } from '@plenum/shared/api/space/slug';
import { RoomId } from '@plenum/shared/core/ids';
import * as z from 'zod/mini';
import { publicOriginOf } from '../origin.ts';
import { addressOf, limiter } from './guards.ts';
import { escaped } from './html.ts';
import type { PageOptions, Titled } from './page.ts';

/** The size of a meeting where the asker names no smaller one, and the least in which it can be used, in CSS pixels. */
const usual = { width: 960, height: 640 };
const least = { width: 320, height: 320 };
/** What a meeting may use in a frame, as `<plenum-meeting>` has it, which is one script without imports. */
const allowed = [
  'camera',
  'microphone',
  'display-capture',
  'autoplay',
  'fullscreen',
  'clipboard-write',
  'screen-wake-lock',
];
const picture = { width: 1_200, height: 630 };
/** How long an answer may be kept, in seconds: an organisation may take a site from its list. */
const cacheSeconds = 300;

const Pixels = z.optional(z.pipe(z.string().check(z.regex(/^[1-9]\d{0,4}$/)), z.transform(Number)));
const Query = z.object({
  url: z.string().check(z.minLength(1), z.maxLength(2_000)),
  format: z.optional(z.string().check(z.maxLength(20))),
  maxwidth: Pixels,
  maxheight: Pixels,
});
type Query = z.infer<typeof Query>;

/** Asking for links that lead nowhere: how many one network may do in a minute. */
const misses = { requests: 60, seconds: 60, words: 'Too many links were asked for that lead nowhere. Wait a minute.' };

/**
 * Answers oEmbed for the links of rooms and spaces, as JSON: a frame where the organisation names sites that may show its meetings,
 * else a plain link. It says no more than the link's own page says to everybody (decision 0207).
 */
export function oembed({ titleOf, framesOf, publicHost }: PageOptions): RequestHandler {
  const [limit, limitMisses] = [limiter({ requests: 1_200, seconds: 60 }), limiter(misses)];
  const titleFor = async (at: Titled): Promise<string | undefined> => {
    try {
      return await titleOf(at);
    } catch (error) {
      if (error instanceof AppError && (error.code === 'notFound' || error.code === 'closed')) throw nowhere();
      // A room on another node of the cluster has no title here, as on its page.
      return undefined;
    }
  };
  return async (request, response) => {
    await limit(addressOf(request));
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Access-Control-Allow-Origin', '*');
    const { success, data: query } = Query.safeParse(request.query);
    if (!success) throw new AppError('invalid', 'Give one url, and sizes as whole pixels from 1 to 99,999.');
    if ((query.format ?? 'json') !== 'json') {
      response.status(501).json({ code: 'invalid', message: 'Only format=json is answered.', bound: 'format' });
      return;
    }
    try {
      const origin = publicOriginOf(request, publicHost);
      const at = linkIn(query.url, origin);
      const [title = 'Plenum', frames] = await Promise.all([titleFor(at), framesOf(at)]);
      response.setHeader('Cache-Control', `public, max-age=${cacheSeconds}`);
      response.json(answerOf(query, { at, title, origin, isFramed: frames.length > 0 }));
    } catch (error) {
      if (error instanceof AppError && error.code === 'notFound') await limitMisses(addressOf(request));
      throw error;
    }
  };
}

/** The room or space of an address of this server. @throws AppError `notFound` */
function linkIn(written: string, origin: string): Titled {
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (!url || !URL.canParse(origin) || url.origin !== new URL(origin).origin) throw nowhere();
  const [, kind, name = '', ...more] = url.pathname.split('/');
  if (more.length > 0) throw nowhere();
  const room = RoomId.safeParse(name);
  if (kind === 'r' && room.success) return { room: room.data };
  const slug = Slug.safeParse(name);
  if (kind === 's' && slug.success) return { slug: slug.data };
  throw nowhere();
}

interface Found {
  readonly at: Titled;
  readonly title: string;
  readonly origin: string;
  readonly isFramed: boolean;
}

function answerOf({ maxwidth = Infinity, maxheight = Infinity }: Query, { at, title, origin, isFramed }: Found) {
  const width = Math.min(usual.width, maxwidth);
  const height = Math.min(usual.height, maxheight);
  const fits = picture.width <= maxwidth && picture.height <= maxheight;
  const thumbnail = {
    thumbnail_url: `${origin}/preview.png`,
    thumbnail_width: picture.width,
    thumbnail_height: picture.height,
  };
  const about = {
    version: '1.0',
    title,
    provider_name: 'Plenum',
    provider_url: origin,
    cache_age: cacheSeconds,
    ...(fits && thumbnail),
  };
  if (!isFramed || width < least.width || height < least.height) return { type: 'link', ...about };
  // The path is made anew, so that no code and no mark of the asked address comes into it.
  const source = `${origin}${'room' in at ? `/r/${at.room}` : `/s/${at.slug}`}`;
  const attributes = {
    src: source,
    title,
    width: String(width),
    height: String(height),
    allow: allowed.join('; '),
    style: 'border:0',
  };
  const written = Object.entries(attributes).map(([name, value]) => `${name}="${escaped(value)}"`);
  return { type: 'rich', ...about, html: `<iframe ${written.join(' ')}></iframe>`, width, height };
}

function nowhere(): AppError {
  return new AppError('notFound', 'This is no link of a room or a space of this server.');
}
