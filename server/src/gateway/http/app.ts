import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { Scope } from '@plenum/shared/core/asker';
import { apiRoot } from '@plenum/shared/core/endpoint';
import type { Overview } from '@plenum/shared/api/operator/serverContract';
import type { Room } from '../../room/Room.ts';
import type { AccountId, MemberId } from '@plenum/shared/core/ids';
import type { Entries } from '../entries.ts';
import type { NodeDoor } from '../NodeDoor.ts';
import type { Tickets } from '../tickets.ts';
import type { FileEndpoint } from '../../files/ports.ts';
import type { Accounts } from '../../identity/Accounts.ts';
import type { Identity } from '../../identity/ports.ts';
import type { RecordingCopies } from '../../records/recording/copies.ts';
import type { Records } from '../../records/Records.ts';
import type { FileStore } from '../../storage/files/FileStore.ts';
import { accountServings } from './accounts.ts';
import { bbbRoot } from './bbb/call.ts';
import { bbbDoor } from './bbb/door.ts';
import type { BbbParts } from './bbb/ports.ts';
import { clientFiles } from './clientFiles.ts';
import { contentsServings } from './contents.ts';
import { asRequest, newRequestId } from '../../requestId.ts';
import { Door, routeOf } from './door.ts';
import { errorAnswer } from './failures.ts';
import { fileServings, type FileTools } from './files.ts';
import { healthRoutes, type Health } from './health.ts';
import { joinServings } from './joining.ts';
import { ltiRoot, ltiRoutes } from './lti/routes.ts';
import { openApiServing } from './openApi.ts';
import { embeddingServings, findEntry, framesFor } from './records/embedding.ts';
import { integrationServings } from './records/integrations.ts';
import { meetingServings } from './records/meetings.ts';
import { operatorServings, type RoomLoad, type RoomOrders } from './records/operators.ts';
import { organisationServings } from './records/organisations.ts';
import { webhookServings } from './records/webhooks.ts';
import { planServings } from './records/plans.ts';
import { copyServings } from './records/copies.ts';
import { recordingServings } from './records/recordings.ts';
import { Sittings } from './records/sittings.ts';
import type { SlideMaking } from '../../records/prepared/ports.ts';
import { preparedServings } from './records/prepared.ts';
import { spaceServings, titleOfSpace } from './records/spaces.ts';
import { tierServings } from './records/tiers.ts';
import { oauthDoor } from './oauth/door.ts';
import type { Titled } from './page.ts';
import { type RoomsOptions, roomServings, titleOf } from './rooms.ts';
import type { Serving } from './serving.ts';
import { type DailyBytes, UploadBudget } from './UploadBudget.ts';

interface AppOptions extends Omit<RoomsOptions, 'rememberSeat'>, FileTools, SlideMaking, Health {
  readonly tickets: Tickets;
  readonly entries: Entries;
  readonly accounts: Accounts;
  readonly files: FileStore;
  readonly identity: Identity;
  readonly records: Records;
  /** The files that the server makes of recordings. */
  readonly copies: RecordingCopies;
  readonly orders: RoomOrders;
  readonly loadOf: (room: Room) => Promise<RoomLoad>;
  readonly overview: () => Promise<Overview>;
  /** The endpoints by which features take files in and give them out. */
  readonly fileEndpoints: readonly FileEndpoint[];
  /** What answers BigBlueButton's API. */
  readonly bbbParts: BbbParts;
  readonly dailyBytes: DailyBytes;
  readonly publicHost: string | undefined;
  readonly nodes?: Pick<NodeDoor, 'forward'> | undefined;
  /** The origins to which pages may open lines beside their own. */
  readonly origins?: (() => readonly string[]) | undefined;
  readonly failed: (what: string, error: unknown) => void;
  readonly log: Logger;
  readonly clientFolder: string;
  readonly trustProxy: number;
  readonly tls: boolean;
  /** Called for each answered request. `route` is the name of its endpoint, or `page`. */
  readonly onAnswered?: ((answered: AnsweredRequest) => void) | undefined;
}

/** One answered request. */
interface AnsweredRequest {
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

/** How long the body of a JSON request may take, in ms; it has at most 16 kB. */
const bodyMs = 8_000;

/** The express app that serves plain HTTP: the API, health checks, and the client's files. */
export function createApp(options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustProxy);
  app.use(identified(options.onAnswered));
  app.use(pinoHttp({ logger: options.log, quietReqLogger: true, autoLogging: false }));
  app.use(securityHeaders(options));
  app.use(healthRoutes(options));
  app.use(apiRoot, notStored);
  app.use(apiRoot, withinTime(bodyMs), createDoor(options).handle);
  app.use(ltiRoot, ltiRoutes({ ...options, lti: options.records.lti }));
  app.use(bbbRoot, bbbDoor(options.bbbParts, options.nodes));
  app.use(oauthDoor(options));
  const titled = (at: Titled) =>
    'room' in at
      ? titleOf(options.rooms, at.room)
      : titleOfSpace({ ...options, spaces: options.records.spaces }, at.slug);
  const { embedding } = options.records;
  const framesOf = (at: Titled | { readonly token: string }) => framesFor({ ...options, embedding }, at);
  app.use(clientFiles(options.clientFolder, { ...options, titleOf: titled, framesOf }));
  app.use(errorAnswer(options.log));
  return app;
}

function createDoor(given: AppOptions): Door {
  const { meetings, organisations, logos, spaces, embedding } = given.records;
  const options = {
    ...given,
    spaces,
    sittings: new Sittings({ ...given, spaces }),
    findEntry: (token: string) => findEntry({ ...given, embedding }, token),
    rememberSeat: (member: MemberId, account: AccountId) => meetings.remember(member, account, given.now()),
  };
  const servings: readonly Serving[] = [
    ...roomServings(options),
    ...accountServings(options.accounts, options.records.operators),
    ...contentsServings(options),
    ...fileServings(options.fileEndpoints, options),
    ...tierServings(options.records.tiers),
    ...integrationServings(options.records.bbbSecrets),
    ...meetingServings({ meetings: options.records.meetings, files: options.files }),
    ...operatorServings({ ...options, ...recordsOf(options) }),
    ...recordingServings({ recordings: options.records.recordings, now: options.now }),
    ...copyServings(options.copies),
    ...planServings(options.records.plans, options.now),
    ...preparedServings({ ...options, preparing: options.records.preparing }),
    ...spaceServings(options),
    ...joinServings(options),
    ...webhookServings(options.records.webhooks),
    ...embeddingServings(embedding, options.records.lti),
    ...organisationServings({ organisations, logos, now: options.now }),
  ];
  const budget = new UploadBudget(options.files, options.dailyBytes, options.now);
  const requireKey = (key: string, scope: Scope) => organisations.requireKey(key, scope, options.now());
  return new Door([...servings, openApiServing(servings, options.version)], { ...options, budget, requireKey });
}

function recordsOf({ records }: AppOptions) {
  const { operators, organisations } = records;
  return { operators, organisations };
}

/** Gives each request an id, which the answer and the log name, and reports how it was answered. */
function identified(onAnswered: AppOptions['onAnswered']): express.RequestHandler {
  return (request, response, next) => {
    const [id, began] = [newRequestId(), performance.now()];
    response.setHeader('X-Request-Id', id);
    response.once('finish', () => {
      const route = routeOf(response) ?? 'page';
      const { method } = request;
      onAnswered?.({ route, method, status: response.statusCode, seconds: (performance.now() - began) / 1_000 });
    });
    asRequest(id, next);
  };
}

/** Forbids caches to store answers, because they contain keys and tickets; a route may allow it. */
const notStored: express.RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};

/** Closes the connection of a JSON request whose body does not come in time. */
function withinTime(ms: number): express.RequestHandler {
  return (request, _response, next) => {
    if (request.is('application/json')) {
      const timer = setTimeout(() => request.socket.destroy(), ms);
      for (const end of ['end', 'close']) request.once(end, () => clearTimeout(timer));
    }
    next();
  };
}

function securityHeaders({ tls, origins = () => [] }: Pick<AppOptions, 'tls' | 'origins'>): express.RequestHandler {
  // Browsers do not take the origin of a page for that of its sockets.
  const lines = () =>
    origins()
      .flatMap((origin) => [origin, origin.replace(/^http/, 'ws')])
      .join(' ');
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        // For compiled code (noise, backgrounds, PDF pages); a script cannot make another script with it.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:', 'mediastream:'],
        connectSrc: ["'self'", lines],
        workerSrc: ["'self'", 'blob:'],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
        // No text becomes HTML or a script, but by two policies: `default` (client/src/app/scripts.ts) loads our files,
        // and `dompurify` parses text.
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
