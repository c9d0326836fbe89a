import { access } from 'node:fs/promises';
import { extname, join } from 'node:path';
import express, { type RequestHandler } from 'express';
import { oembed } from './oembed.ts';
import { noPage, oembedPath, type PageOptions, pageOf } from './page.ts';

/** The compressed forms of a file, which the build writes beside it; the smaller one first. */
const forms = [
  { coding: 'br', ending: '.br' },
  { coding: 'gzip', ending: '.gz' },
] as const;

/** The paths of built files: nothing encoded, and no part that begins with a dot. */
const builtPath = /^(?:\/[\w-][\w.-]*)+$/;

/** The addresses that the client makes pages of. */
const pagePaths = [
  '/',
  '/r/:room',
  '/s/:slug',
  '/account{/*path}',
  '/home',
  '/spaces/:space',
  '/organisations/:organisation',
  '/invitation',
  '/join',
  '/recordings/:recording{/film}',
] as const;

const hashed = { immutable: true, maxAge: '365d' } as const;
const named = { maxAge: 0 } as const;

/** Serves the built client: hashed files are cached for ever, the page itself never. */
export function clientFiles(folder: string, options: PageOptions): express.Router {
  const router = express.Router();
  const setHeaders = (response: express.Response) => void response.vary('Accept-Encoding');
  // Pages of other sites load this one script; every other file is for our own pages.
  router.get('/embed.js', (_request, response, next) => {
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    next();
  });
  router.use(compressedFiles(folder));
  router.use('/assets', express.static(join(folder, 'assets'), { ...hashed, index: false, setHeaders }));
  router.use(express.static(folder, { ...named, index: false, dotfiles: 'ignore', setHeaders }));
  router.get([...pagePaths], pageOf(folder, options));
  router.get(oembedPath, oembed(options));
  router.use(noPage(folder));
  return router;
}

/**
 * Sends the compressed form of a file to clients that accept it. Only these files are ever compressed: the length of a
 * compressed answer of the API would tell of the secrets in it.
 */
function compressedFiles(folder: string): RequestHandler {
  return async (request, response, next) => {
    const { path, method } = request;
    if ((method !== 'GET' && method !== 'HEAD') || !builtPath.test(path)) return next();
    const accepted = forms.filter(({ coding }) => request.acceptsEncodings(coding) === coding);
    for (const { coding, ending } of accepted) {
      const file = join(folder, path + ending);
      if (!(await exists(file))) continue;
      const headers = { 'Content-Encoding': coding, Vary: 'Accept-Encoding' };
      const caching = path.startsWith('/assets/') ? hashed : named;
      response.type(extname(path));
      response.sendFile(file, { ...caching, headers, acceptRanges: false }, (error?: unknown) => {
        if (error !== undefined && !response.headersSent) next(error);
      });
      return;
    }
    next();
  };
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
