import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Request, RequestHandler, Response } from 'express';
import { Slug } from '@plenum/shared/api/space/slug';
import { RoomId } from '@plenum/shared/core/ids';
import { addressOf, limiter } from './guards.ts';
import { askedOf } from '../origin.ts';

/** A room or a space, by what its address names. */
export type Titled = { readonly room: RoomId } | { readonly slug: Slug };

export interface PageOptions {
  /** The title of a room or a space that lets in everyone with its link; undefined for every other one. */
  readonly titleOf: (at: Titled) => Promise<string | undefined>;
  /** The host, and port where it is not 443, that a reverse proxy serves by https; undefined without one. */
  readonly publicHost: string | undefined;
}

/** How long the page waits for its title, in ms: a page without it is better than none. */
const titleMs = 300;

/** Serves the page of the client. Link previews find in it the title of an open room or space. */
export function pageOf(folder: string, { titleOf, publicHost }: PageOptions): RequestHandler {
  const limit = limiter({ requests: 1_200, seconds: 60 });

  const titleFor = async (request: Request): Promise<string | undefined> => {
    const at = titledBy(request);
    if (!at) return undefined;
    await limit(addressOf(request));
    return Promise.race([titleOf(at), wait(titleMs, undefined, { ref: false })]);
  };

  return async (request, response) => {
    const origin = publicHost === undefined ? askedOf(request) : `https://${publicHost}`;
    // The page says by itself what is wrong with a room.
    const title = await titleFor(request).catch(() => undefined);
    const html = await readFile(join(folder, 'index.html'), 'utf8');
    sendPage(response, written(html, title, origin));
  };
}

function titledBy({ params }: Request): Titled | undefined {
  const room = RoomId.safeParse(Reflect.get(params, 'room'));
  if (room.success) return { room: room.data };
  const slug = Slug.safeParse(Reflect.get(params, 'slug'));
  return slug.success ? { slug: slug.data } : undefined;
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

/** Writes the title and the address of the server into the page. */
function written(html: string, title: string | undefined, origin: string): string {
  const whole = html.replace('content="/preview.png"', () => `content="${escaped(origin)}/preview.png"`);
  if (title === undefined) return whole;
  return whole
    .replace('<title>Plenum</title>', () => `<title>${escaped(title)} · Plenum</title>`)
    .replace('property="og:title" content="Plenum"', () => `property="og:title" content="${escaped(title)}"`);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
