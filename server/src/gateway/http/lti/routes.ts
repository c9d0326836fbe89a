import { createHash, randomBytes } from 'node:crypto';
import express, { type Request, type Response } from 'express';
import { AppError } from '@plenum/shared/core/errors';
import { OrganisationId } from '@plenum/shared/core/ids';
import * as z from 'zod/mini';
import type { Launch } from '../../../records/lti/launch.ts';
import type { Lti, Platform } from '../../../records/lti/Lti.ts';
import { type Entries, joinPath } from '../../entries.ts';
import { publicOriginOf } from '../../origin.ts';
import type { Tickets } from '../../tickets.ts';
import { addressOf, limiter } from '../guards.ts';
import { LaunchCookie } from './browser.ts';
import { type Reason, sendAsking, sendLinking, sendReason } from './pages.ts';

interface LtiOptions {
  readonly lti: Lti;
  readonly entries: Entries;
  readonly tickets: Pick<Tickets, 'mintEntry' | 'readEntry' | 'personOf'>;
  readonly publicHost: string | undefined;
  /** Epoch ms. */
  readonly now: () => number;
}

/** The path of all addresses that a platform is given. */
export const ltiRoot = '/lti';
/** How long a person may take to be signed in at the platform, in seconds. */
const stateSeconds = 600;
const perMinute = { requests: 1_200, seconds: 60 };

const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));
const Login = z.object({
  iss: text(255),
  login_hint: text(2_000),
  target_link_uri: z.optional(text(2_000)),
  client_id: z.optional(text(255)),
  lti_message_hint: z.optional(text(4_000)),
});
const Arrival = z.object({ id_token: text(32_000), state: text(2_000) });
const State = z.object({
  lti: z.object({
    platform: z.string(),
    nonce: z.string(),
    /** The hash of the browser's secret. */
    browser: z.string(),
    /** Of the addresses at which the launch began; absent for those that all platforms had. */
    organisation: z.optional(z.string()),
  }),
  jti: z.string(),
  exp: z.number(),
});

/**
 * The addresses of this server as an LTI 1.3 tool. They are not endpoints of the API: their form is the standard's, and a browser
 * comes to them from a platform's page. Each organisation has its own (decision 0206); those without one are of platforms that were
 * registered when there were no others. A launch is signed, used once, and ends in the browser in which it began (decision 0219).
 */
export function ltiRoutes(options: LtiOptions): express.Router {
  const router = express.Router();
  const limit = limiter(perMinute);
  router.use(async (request, _response, next) => {
    await limit(addressOf(request));
    next();
  });
  router.use(express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 50 }));
  router.get('/keys', async (_request, response) => {
    response.json(await options.lti.keys());
  });
  router.all(['/login', '/login/:organisation'], guarded(login));
  router.post(['/launch', '/launch/:organisation'], guarded(launch));
  return router;

  function guarded(handle: (options: LtiOptions, request: Request, response: Response) => Promise<void>) {
    return async (request: Request, response: Response) => {
      response.setHeader('Cache-Control', 'no-store');
      try {
        await handle(options, request, response);
      } catch (error) {
        const reason = reasonOf(error);
        if (reason === undefined) throw error;
        sendReason(request, response, reason, platformOrigin(response));
      }
    };
  }
}

/** Sends a person to the platform to be signed in. */
async function login({ lti, tickets, publicHost }: LtiOptions, request: Request, response: Response): Promise<void> {
  const asked = Login.safeParse(request.method === 'POST' ? request.body : request.query);
  if (!asked.success) throw new AppError('invalid', 'This is no request to sign in.', 'launch');
  const { iss, client_id: client, login_hint: hint, lti_message_hint: message } = asked.data;
  const organisation = organisationOf(request);
  const platform = await lti.requireIssuer({ organisation, issuer: iss, clientId: client });
  const own = publicOriginOf(request, publicHost);
  const browser = new LaunchCookie(own).give(request, response);
  const nonce = randomBytes(24).toString('base64url');
  const address = new URL(platform.sign_in_url);
  const query = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: platform.client_id,
    redirect_uri: launchUrl(own, organisation),
    login_hint: hint,
    state: tickets.mintEntry({ lti: { platform: platform.id, nonce, browser, organisation } }, stateSeconds),
    nonce,
    ...(message !== undefined && { lti_message_hint: message }),
  };
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  response.redirect(302, address.href);
}

/** Takes the person from the platform into the meeting of the activity, or offers a teacher to add one. */
async function launch(options: LtiOptions, request: Request, response: Response): Promise<void> {
  const { lti, entries, tickets, publicHost, now } = options;
  const arrived = Arrival.safeParse(request.body);
  if (!arrived.success) throw new AppError('invalid', 'This is no launch.', 'launch');
  const organisation = organisationOf(request);
  const { state, platform } = await stateOf(options, arrived.data.state, organisation);
  const own = publicOriginOf(request, publicHost);
  response.locals[platformKey] = new URL(platform.sign_in_url).origin;
  const found = await lti.check(arrived.data.id_token, { platform, nonce: state.lti.nonce, now: now() });
  await entries.requireUse({ id: `lti ${state.jti}`, most: 1, expiresAt: state.exp * 1_000 });
  if (found.linking) {
    if (found.role !== 'host') throw new AppError('forbidden', 'Only teachers add activities.', 'teacher');
    const { returnTo, title } = found.linking;
    const token = await lti.linked(platform, found, { launchUrl: launchUrl(own, organisation), now: now() });
    return sendLinking(request, response, { returnTo, title, token, language: found.language });
  }
  const slug = await lti.slugOf(platform, found, now());
  const { role, person, language, leaveTo, activity } = found;
  const shown = found.name ?? namelessOf(found);
  const entry = entries.mint({
    to: { slug },
    name: shown,
    ...(role === 'member' ? ({ role: 'participant', standing: 'member' } as const) : { role }),
    person: tickets.personOf(`lti ${platform.id}`, person),
    ...(language !== undefined && { language }),
    ...(leaveTo !== undefined && { leaveTo }),
  });
  if (new LaunchCookie(own).fits(request, state.lti.browser)) return response.redirect(303, joinPath(entry));
  sendAsking(request, response, {
    name: shown,
    title: activity?.title ?? '',
    path: joinPath(entry),
    language,
    origin: platformOrigin(response),
  });
}

async function stateOf({ lti, tickets }: LtiOptions, token: string, organisation: string | undefined) {
  let state: z.infer<typeof State>;
  try {
    state = State.parse(tickets.readEntry(token));
  } catch {
    throw new AppError('forbidden', 'The state of this launch is not ours, or is too old.', 'launch');
  }
  if (state.lti.organisation !== organisation) {
    throw new AppError('forbidden', 'This launch began at another address.', 'launch');
  }
  return { state, platform: (await lti.require(state.lti.platform)) satisfies Platform };
}

/** A name for a person whom the platform does not name, which tells two of them apart. */
function namelessOf({ person }: Launch): string {
  const number = createHash('sha256').update(person).digest().readUInt16BE() % 9_000;
  return `Participant ${1_000 + number}`;
}

/** Whose address is asked; undefined for those that all platforms had. @throws AppError `notFound`, bound `platform` */
function organisationOf({ params }: Request): string | undefined {
  const organisation = params['organisation'];
  if (organisation === undefined) return undefined;
  const { data } = OrganisationId.safeParse(organisation);
  if (data === undefined) throw new AppError('notFound', 'There is no such organisation.', 'platform');
  return data;
}

function launchUrl(own: string, organisation: string | undefined): string {
  return `${own}${ltiRoot}/launch${organisation === undefined ? '' : `/${organisation}`}`;
}

const platformKey = 'platform';
function platformOrigin({ locals }: Response): string | undefined {
  const origin: unknown = locals[platformKey];
  return typeof origin === 'string' ? origin : undefined;
}

const reasons: readonly string[] = ['launch', 'platform', 'activity', 'platformKeys', 'teacher'] satisfies Reason[];

/** The reason that the page says; undefined for a fault of this server. */
function reasonOf(error: unknown): Reason | undefined {
  if (!(error instanceof AppError) || error.code === 'limited') return undefined;
  if (error.code === 'full') return 'full';
  if (error.bound === 'linkUsed') return 'launch';
  return reasons.includes(error.bound ?? '') ? (error.bound as Reason) : undefined;
}
