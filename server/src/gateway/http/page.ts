import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Request, RequestHandler, Response } from 'express';
import { Slug } from '@plenum/shared/api/space/slug';
import { mostTokenLength } from '@plenum/shared/api/join/contract';
import { RoomId } from '@plenum/shared/core/ids';
import { addressOf, limiter } from './guards.ts';
import { publicOriginOf } from '../origin.ts';
import { escaped } from './html.ts';

/** A room or a space, by what its address names. */
export type Titled = { readonly room: RoomId } | { readonly slug: Slug };

export interface PageOptions {
  /** The title of a room or a space that lets in everyone with its link; undefined for every other one. */
  readonly titleOf: (at: Titled) => Promise<string | undefined>;
  /** The web origins that may show a page in a frame, by its address. */
  readonly framesOf: (at: Titled | { readonly token: string }) => Promise<readonly string[]>;
  /** The host, and port where it is not 443, that a reverse proxy serves by https; undefined without one. */
  readonly publicHost: string | undefined;
}

/** The path at which other programs ask how to show a link (oembed.com). */
export const oembedPath = '/oembed';
/** How long the page waits for its title, in ms: a page without it is better than none. */
const titleMs = 300;

/** Serves the page of the client. Link previews find in it the title of an open room or space. */
export function pageOf(folder: string, { titleOf, framesOf, publicHost }: PageOptions): RequestHandler {
  const limit = limiter({ requests: 1_200, seconds: 60 });

  const titleFor = async (request: Request): Promise<string | undefined> => {
    const at = titledBy(request);
    if (!at) return undefined;
    await limit(addressOf(request));
    return Promise.race([titleOf(at), wait(titleMs, undefined, { ref: false })]);
  };

  // Without an answer in time no site frames the page.
  const framesFor = async (request: Request): Promise<readonly string[] | undefined> => {
    const { token } = request.query;
    const isLink = request.path === '/join' && typeof token === 'string' && token.length <= mostTokenLength;
    const at = isLink ? { token } : titledBy(request);
    return at && Promise.race([framesOf(at), wait(titleMs, undefined, { ref: false })]);
  };

  return async (request, response) => {
    const origin = publicOriginOf(request, publicHost);
    // The page says by itself what is wrong with a room.
    const [title, frames] = await Promise.all([
      titleFor(request).catch(() => undefined),
      framesFor(request).catch(() => undefined),
    ]);
    letFrame(response, frames ?? []);
    const html = await readFile(join(folder, 'index.html'), 'utf8');
    const discovery = titledBy(request) && oembedLink(origin, request.path);
    sendPage(response, written(html, { title, origin, frames: frames ?? [], discovery }));
  };
}

function titledBy({ params }: Request): Titled | undefined {
  const room = RoomId.safeParse(Reflect.get(params, 'room'));
  if (room.success) return { room: room.data };
  const slug = Slug.safeParse(Reflect.get(params, 'slug'));
  return slug.success ? { slug: slug.data } : undefined;
}

/** The line in a page of this server by which other programs find its oEmbed answer. @param path of the page, without codes */
function oembedLink(origin: string, path: string): string {
  const address = `${origin}${oembedPath}?format=json&url=${encodeURIComponent(origin + path)}`;
  return `<link rel="alternate" type="application/json+oembed" href="${escaped(address)}" title="Plenum" />`;
}

/** Lets these origins show the page in a frame, beside this server itself. */
function letFrame(response: Response, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const policy = String(response.getHeader('Content-Security-Policy'));
  const ancestors = "frame-ancestors 'self'";
  response.setHeader('Content-Security-Policy', policy.replace(ancestors, `${ancestors} ${origins.join(' ')}`));
  // Browsers that know `frame-ancestors` ignore it; it cannot name several origins.
  response.removeHeader('X-Frame-Options');
}

/** Serves the page where nothing is. */
export function noPage(folder: string): RequestHandler {
  return async (_request, response) => {
    sendPage(response.status(404), await readFile(join(folder, 'index.html'), 'utf8'));
  };
}

function sendPage(response: Response, html: string): void {
  response.set('Cache-Control', 'no-cache').type('html').send(html);
}

interface Written {
  readonly title: string | undefined;
  /** The address of the server. */
  readonly origin: string;
  readonly frames: readonly string[];
  /** The line that names the oEmbed answer of the page; undefined without a room or space. */
  readonly discovery: string | undefined;
}

/** Writes the title, the address of the server, the origins that may frame the page, and its oEmbed answer into it. */
function written(html: string, { title, origin, frames, discovery }: Written): string {
  const framed = html.replace(
    'name="plenum-frames" content=""',
    () => `name="plenum-frames" content="${escaped(frames.join(' '))}"`,
  );
  const found = discovery === undefined ? framed : framed.replace('</head>', () => `${discovery}</head>`);
  const whole = found.replace('content="/preview.png"', () => `content="${escaped(origin)}/preview.png"`);
  if (title === undefined) return whole;
  return whole
    .replace('<title>Plenum</title>', () => `<title>${escaped(title)} · Plenum</title>`)
    .replace('property="og:title" content="Plenum"', () => `property="og:title" content="${escaped(title)}"`);
}
