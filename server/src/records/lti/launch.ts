import { createHash } from 'node:crypto';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify, errors } from 'jose';
import { AppError } from '@plenum/shared/core/errors';
import { DisplayName, RoomTitle } from '@plenum/shared/core/text';
import * as z from 'zod/mini';
import { catch as orElse } from 'zod/mini';

const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
const linking = 'https://purl.imsglobal.org/spec/lti-dl/claim/';
const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
/** How far the clocks of two servers may be apart, in seconds. */
const skewSeconds = 60;
/** How old a launch may be, in seconds. */
const oldestSeconds = 600;

const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));
/** Its origin becomes a word of a header, in which signs such as `;`, which a host may have, mean something. */
const plainOrigin = /^https?:\/\/[\w.:[\]-]+$/;
const HttpAddress = text(2_000).check(z.refine((url) => URL.canParse(url) && plainOrigin.test(new URL(url).origin)));
/** A field that a launch may go without is dropped where it is malformed. */
const orNone = <S extends z.ZodMiniType>(schema: S) => orElse(z.optional(schema), undefined);

/** The claims of a launch that are read here; platforms send more. */
const Claims = z.object({
  iat: z.number(),
  nonce: text(200),
  azp: z.optional(z.string()),
  aud: z.union([z.string(), z.array(z.string())]),
  sub: text(255),
  name: orNone(z.string()),
  given_name: orNone(z.string()),
  family_name: orNone(z.string()),
  [`${lti}version`]: z.literal('1.3.0'),
  [`${lti}deployment_id`]: text(255),
  [`${lti}message_type`]: z.enum(['LtiResourceLinkRequest', 'LtiDeepLinkingRequest']),
  [`${lti}roles`]: orElse(z.array(z.string()).check(z.maxLength(100)), []),
  [`${lti}resource_link`]: orNone(z.object({ id: text(255), title: orNone(z.string()) })),
  [`${lti}context`]: orNone(z.object({ id: text(255), title: orNone(z.string()) })),
  [`${lti}launch_presentation`]: orNone(z.object({ locale: orNone(text(35)), return_url: orNone(HttpAddress) })),
  [`${linking}deep_linking_settings`]: orNone(
    z.object({ deep_link_return_url: HttpAddress, accept_types: z.array(z.string()), data: orNone(text(8_000)) }),
  ),
});

/** A platform, as far as a launch is checked against it. */
export interface Registered {
  readonly issuer: string;
  readonly client_id: string;
  readonly deployments: readonly string[];
}

/** What a platform says of a person who opens an activity. */
export interface Launch {
  readonly person: string;
  /** Undefined where the platform names nobody. */
  readonly name: string | undefined;
  readonly role: 'host' | 'moderator' | 'member';
  readonly deployment: string;
  /** The activity; undefined for one that is being made. */
  readonly activity: { readonly link: string; readonly title: string } | undefined;
  readonly language: 'en' | 'de' | 'es' | undefined;
  readonly leaveTo: string | undefined;
  /** Only where an activity is being made. */
  readonly linking:
    | { readonly returnTo: string; readonly title: string; readonly data: string | undefined }
    | undefined;
}

/**
 * Checks the token of a launch in full: signature, issuer, audience, authorised party, times, nonce, version, deployment.
 * @param now epoch ms
 * @throws AppError `forbidden`, bound `launch`; `unavailable`-like errors of `keys` go through
 */
export async function checkLaunch(
  token: string,
  { platform, nonce, keys, now }: { platform: Registered; nonce: string; keys: JSONWebKeySet; now: number },
): Promise<Launch> {
  const payload = await jwtVerify(token, createLocalJWKSet(keys), {
    algorithms: ['RS256', 'ES256'],
    issuer: platform.issuer,
    audience: platform.client_id,
    clockTolerance: skewSeconds,
    maxTokenAge: oldestSeconds,
    requiredClaims: ['exp', 'iat', 'nonce'],
    currentDate: new Date(now),
  }).then(
    (verified) => verified.payload,
    (error: unknown) => {
      if (error instanceof errors.JWKSNoMatchingKey) throw new UnknownKey();
      throw wrong('Its signature, issuer, audience or times are not valid.');
    },
  );
  const parsed = Claims.safeParse(payload);
  if (!parsed.success) throw wrong(`The claim ${parsed.error.issues[0]?.path.join('.') ?? ''} does not fit.`);
  const claims = parsed.data;
  if (claims.nonce !== nonce) throw wrong('Its nonce is another one.');
  const isShared = Array.isArray(claims.aud) && claims.aud.length > 1;
  if ((isShared || claims.azp !== undefined) && claims.azp !== platform.client_id)
    throw wrong('It is for another client.');
  if (!platform.deployments.includes(claims[`${lti}deployment_id`])) throw wrong('Its deployment is not registered.');
  return launchOf(claims);
}

/** The token names a key that the platform's list does not have: it may have a new one. */
export class UnknownKey extends AppError {
  constructor() {
    super('forbidden', 'The platform has no key of this name.', 'launch');
  }
}

function launchOf(claims: z.infer<typeof Claims>): Launch {
  const deployment = claims[`${lti}deployment_id`];
  const context = claims[`${lti}context`];
  const resource = claims[`${lti}resource_link`];
  const shown = claims[`${lti}launch_presentation`];
  const settings = claims[`${linking}deep_linking_settings`];
  const isMaking = claims[`${lti}message_type`] === 'LtiDeepLinkingRequest';
  const title = titleOf(context?.title, resource?.title);
  if (isMaking && !settings?.accept_types.includes('ltiResourceLink')) throw wrong('It takes no link to an activity.');
  if (!isMaking && !resource) throw wrong('It names no activity.');
  const language = ['en', 'de', 'es'].find((one) => shown?.locale?.toLowerCase().startsWith(one));
  return {
    person: claims.sub,
    name: nameOf(claims),
    role: roleOf(claims[`${lti}roles`]),
    deployment,
    activity: isMaking || !resource ? undefined : { link: linkOf(deployment, resource.id), title },
    language: language as Launch['language'],
    leaveTo: shown?.return_url,
    linking: isMaking && settings ? { returnTo: settings.deep_link_return_url, title, data: settings.data } : undefined,
  };
}

/** Roles in the course count alone: a teacher of the school may be a student here. */
function roleOf(roles: readonly string[]): Launch['role'] {
  const has = (role: string) => roles.includes(role);
  if (has(`${membership}/Instructor#TeachingAssistant`)) return 'moderator';
  return has(`${membership}#Instructor`) || has(`${membership}#Administrator`) ? 'host' : 'member';
}

function nameOf({ name, given_name: given, family_name: family }: z.infer<typeof Claims>): string | undefined {
  const written = name ?? [given, family].filter((part) => part !== undefined).join(' ');
  return DisplayName.safeParse(written.replaceAll(/[<>]/g, '').slice(0, 80)).data;
}

function titleOf(course: string | undefined, activity: string | undefined): string {
  const both = [course, activity].filter((part) => part !== undefined && part !== '').join(' – ');
  const readable = (written: string) => RoomTitle.safeParse(written.replaceAll(/[<>]/g, '').slice(0, 80)).data;
  return readable(both) ?? 'Meeting';
}

/** The id of an activity among all of its platform, of any length. */
function linkOf(deployment: string, id: string): string {
  return createHash('sha256')
    .update(JSON.stringify([deployment, id]))
    .digest('base64url');
}

function wrong(why: string): AppError {
  return new AppError('forbidden', `This launch is not valid. ${why}`, 'launch');
}
