import { join } from 'node:path';
import express, { type ErrorRequestHandler, type Express } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { AppError, type ErrorCode, failureOf } from '@plenum/shared/core/errors';
import { type BoardPictureOptions, boardPictureRoutes } from './boardPictures.ts';
import { type ChatFileOptions, chatFileRoutes } from './chatFiles.ts';
import { contentsRoutes } from './contents.ts';
import { healthRoutes, type Health } from './health.ts';
import { presentationRoutes, type PresentationRoutesOptions } from './presentations/routes.ts';
import { roomRoutes, type RoomRoutesOptions } from './rooms.ts';
import { type DailyBytes, UploadBudget } from './UploadBudget.ts';

interface AppOptions
  extends RoomRoutesOptions,
    Omit<PresentationRoutesOptions & ChatFileOptions & BoardPictureOptions, 'budget'>,
    Health {
  readonly dailyBytes: DailyBytes;
  readonly log: Logger;
  readonly clientFolder: string;
  readonly trustProxy: number;
  readonly tls: boolean;
}

/** How long the body of a JSON request may take, in ms; it has 16 kB at most. */
const bodyMs = 8_000;

const statusOf: Readonly<Record<ErrorCode, number>> = {
  invalid: 400,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  limited: 429,
  full: 409,
  closed: 410,
  unavailable: 503,
  internal: 500,
};

/** Everything that is answered over plain HTTP: the API, health, and the client's files. */
export function createApp(options: AppOptions): Express {
  const app = express();
  const uploading = { ...options, budget: new UploadBudget(options.files, options.dailyBytes, options.now) };
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustProxy);
  app.use(pinoHttp({ logger: options.log, quietReqLogger: true, autoLogging: false }));
  app.use(securityHeaders(options.tls));
  app.use(healthRoutes(options));
  app.use('/api', notStored);
  app.use('/api', chatFileRoutes(uploading));
  app.use('/api', boardPictureRoutes(uploading));
  app.use('/api', withinTime(bodyMs));
  app.use('/api', express.json({ limit: '16kb', type: 'application/json' }), roomRoutes(options));
  app.use('/api', presentationRoutes(uploading));
  app.use('/api', contentsRoutes(options));
  app.use('/api', () => {
    throw new AppError('notFound', 'There is no such address.');
  });
  app.use(clientFiles(options.clientFolder));
  app.use(errorAnswer(options.log));
  return app;
}

/** Answers hold keys and tickets: no cache keeps one, unless a route says otherwise. */
const notStored: express.RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};

/** Ends the connection of a JSON request whose body does not come in time. */
function withinTime(ms: number): express.RequestHandler {
  return (request, _response, next) => {
    if (request.is('application/json')) {
      const timer = setTimeout(() => request.socket.destroy(), ms);
      for (const end of ['end', 'close']) request.once(end, () => clearTimeout(timer));
    }
    next();
  };
}

function securityHeaders(tls: boolean): express.RequestHandler {
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        // Compiled code for noise, backgrounds and PDF pages; it gives a script no way to make another.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:', 'mediastream:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
        // No text becomes HTML or a script: `default` (client/src/app/scripts.ts) lets our own files be loaded as scripts,
        // `dompurify` is the sanitiser's own way to parse.
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ['default', 'dompurify'],
      },
    },
    strictTransportSecurity: tls ? { maxAge: 15_552_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
  });
  return (request, response, next) => {
    response.setHeader(
      'Permissions-Policy',
      'camera=(self), microphone=(self), display-capture=(self), autoplay=(self)',
    );
    headers(request, response, next);
  };
}

/** The built client: hashed files for ever, the page itself never from a cache. */
function clientFiles(folder: string): express.Router {
  const router = express.Router();
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '365d', index: false, fallthrough: true }),
  );
  router.use(express.static(folder, { maxAge: 0, index: false, dotfiles: 'ignore' }));
  router.get(['/', '/r/:room'], (_request, response) => {
    response.sendFile(join(folder, 'index.html'), { cacheControl: false, headers: { 'Cache-Control': 'no-cache' } });
  });
  router.use((_request, response) => {
    response.status(404).sendFile(join(folder, 'index.html'), { headers: { 'Cache-Control': 'no-cache' } });
  });
  return router;
}

/** The only catch of the HTTP side. What Express and its parsers refuse is the sender's mistake. */
function errorAnswer(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = asAppError(error);
    // Who goes away in the middle of an upload is no fault of ours, and would write into our log as often as they like.
    const isGone = request.socket.destroyed && !request.complete;
    if (!(known instanceof AppError) && !isGone) log.error({ err: error }, 'request failed');
    const failure = failureOf(known);
    response.status(statusOf[failure.code]).json(failure);
  };
}

function asAppError(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error) || !('status' in error)) return error;
  const { status } = error;
  if (typeof status !== 'number' || status >= 500) return error;
  return status === 404
    ? new AppError('notFound', 'There is no such address.')
    : new AppError('invalid', 'Not understood.');
}
