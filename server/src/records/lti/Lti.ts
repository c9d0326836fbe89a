import { randomBytes } from 'node:crypto';
import { exportJWK, exportPKCS8, generateKeyPair, importPKCS8, type JSONWebKeySet, type JWK, SignJWT } from 'jose';
import type { LtiPlatform, LtiPlatformInput } from '@plenum/shared/api/embedding/contract';
import { slugOf } from '@plenum/shared/api/space/slug';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import type { PlatformNamed } from '../../storage/recordPorts.ts';
import type { RecordParts } from '../parts.ts';
import { checkLaunch, type Launch, UnknownKey } from './launch.ts';

type In = { readonly acting: Acting; readonly organisation: string };
/** A stored platform. */
export type Platform = NonNullable<Awaited<ReturnType<RecordParts['store']['ask']['lti']['find']>>>;

const Part = z.optional(z.string().check(z.maxLength(2_000)));
/** What checks a signature; platforms send more, such as certificates. */
const Key = z.object({
  kty: z.string(),
  kid: Part,
  alg: Part,
  use: Part,
  n: Part,
  e: Part,
  crv: Part,
  x: Part,
  y: Part,
});
const KeySet = z.object({ keys: z.array(Key).check(z.maxLength(100)) });
/** The most platforms whose keys are kept: each organisation may register ever new ones. */
const mostKept = 200;
/** How long the keys of a platform are used, and how soon they are asked for again for a new key, in ms. */
const keysMs = 600_000;
const againMs = 30_000;

/** The learning platforms of organisations, and this server as their tool. */
export class Lti {
  readonly #parts: RecordParts;
  readonly #keys = new Map<string, { readonly set: JSONWebKeySet; readonly at: number }>();
  /** The request for the keys at each address that runs, or failed within `againMs`; undefined when it failed. */
  readonly #reads = new Map<string, { readonly set: Promise<JSONWebKeySet | undefined>; readonly at: number }>();
  #tool: Promise<string> | undefined;

  constructor(parts: RecordParts) {
    this.#parts = parts;
  }

  async list(about: In): Promise<LtiPlatform[]> {
    return (await this.#ask.list(about)).map((row) => ({
      id: row.id,
      name: row.name,
      issuer: row.issuer,
      clientId: row.client_id,
      deployments: row.deployments,
      keysUrl: row.keys_url,
      signInUrl: row.sign_in_url,
      createdAt: row.created_at,
      sharedAddress: row.shared_address === 1,
    }));
  }

  async add({ acting, organisation }: In, input: LtiPlatformInput): Promise<LtiPlatform> {
    const { name, issuer, clientId, deployments, keysUrl, signInUrl } = input;
    const id = this.#parts.newId();
    const addresses = { keys_url: keysUrl, sign_in_url: signInUrl };
    const common = { id, organisation, name, issuer, client_id: clientId, created_at: acting.at };
    const row = { ...common, ...addresses, deployments: JSON.stringify(deployments), shared_address: 0 };
    await this.#ask.add({ acting, row });
    return { ...input, id, createdAt: acting.at, sharedAddress: false };
  }

  remove(about: In, id: string): Promise<void> {
    return this.#ask.remove({ ...about, id });
  }

  /** The platform of a request to sign in. @throws AppError `notFound` */
  async requireIssuer(about: PlatformNamed): Promise<Platform> {
    return known(await this.#ask.findIssuer(about));
  }

  /** @throws AppError `notFound` for one that was removed */
  async require(id: string): Promise<Platform> {
    return known(await this.#ask.find({ id }));
  }

  /** @param now epoch ms @throws AppError `forbidden`, bound `launch`; `unavailable` while the platform's keys are not there */
  async check(
    token: string,
    { platform, nonce, now }: { platform: Platform; nonce: string; now: number },
  ): Promise<Launch> {
    const check = async (oldest: number) =>
      checkLaunch(token, { platform, nonce, now, keys: await this.#keysOf(platform, now, oldest) });
    try {
      return await check(keysMs);
    } catch (error) {
      // The platform may have a new key since.
      if (error instanceof UnknownKey) return check(againMs);
      throw error;
    }
  }

  /** The address of the space of an activity, which a host makes at the first launch. @throws AppError `notFound`, bound `activity` */
  async slugOf(platform: Platform, { activity, role }: Launch, now: number): Promise<string> {
    if (!activity) throw new AppError('invalid', 'No activity is named.');
    const about = { platform: platform.id, link: activity.link };
    const slug = await this.#ask.spaceOf(about);
    if (slug !== undefined) return slug;
    if (role !== 'host') throw new AppError('notFound', 'A teacher opens this activity first.', 'activity');
    const { title } = activity;
    const made = { ...about, title, id: this.#parts.newId(), slug: slugOf(title, randomBytes(8)), at: now };
    return this.#ask.makeSpace(made);
  }

  /** The answer to a platform whose teacher makes an activity: a signed link to it. @param launchUrl where activities begin */
  async linked(
    platform: Platform,
    launch: Launch,
    { launchUrl, now }: { launchUrl: string; now: number },
  ): Promise<string> {
    const { linking, deployment } = launch;
    const dl = 'https://purl.imsglobal.org/spec/lti-dl/claim';
    const seconds = Math.floor(now / 1_000);
    const claims = {
      nonce: this.#parts.newId(),
      'https://purl.imsglobal.org/spec/lti/claim/version': '1.3.0',
      'https://purl.imsglobal.org/spec/lti/claim/message_type': 'LtiDeepLinkingResponse',
      'https://purl.imsglobal.org/spec/lti/claim/deployment_id': deployment,
      [`${dl}/content_items`]: [{ type: 'ltiResourceLink', title: linking?.title ?? 'Meeting', url: launchUrl }],
      ...(linking?.data !== undefined && { [`${dl}/data`]: linking.data }),
    };
    const { kid } = await this.#publicKey();
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: kid ?? '', typ: 'JWT' })
      .setIssuer(platform.client_id)
      .setAudience(platform.issuer)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + 300)
      .sign(await importPKCS8(await this.#toolKey(), 'RS256'));
  }

  /** The public keys of this server as a tool. */
  async keys(): Promise<JSONWebKeySet> {
    return { keys: [await this.#publicKey()] };
  }

  async #publicKey(): Promise<JWK> {
    const { n, e } = await exportJWK(await importPKCS8(await this.#toolKey(), 'RS256', { extractable: true }));
    return {
      kty: 'RSA',
      ...(n !== undefined && { n }),
      ...(e !== undefined && { e }),
      kid: 'lti',
      alg: 'RS256',
      use: 'sig',
    };
  }

  /** The private key of this server as a tool, in PEM; one for all nodes. */
  #toolKey(): Promise<string> {
    this.#tool ??= this.#readKey();
    return this.#tool;
  }

  async #readKey(): Promise<string> {
    const { secrets } = this.#parts.store.ask;
    const name = 'lti key';
    const known = await secrets.find({ name });
    if (known !== undefined) return known;
    const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2_048, extractable: true });
    return secrets.keep({ name, value: await exportPKCS8(privateKey) });
  }

  async #keysOf({ keys_url: url }: Platform, now: number, oldest: number): Promise<JSONWebKeySet> {
    const before = this.#keys.get(url);
    if (before && now - before.at < oldest) return before.set;
    const set = await this.#readOnce(url, now);
    if (!set) {
      throw new AppError('unavailable', 'The keys of the learning platform cannot be read.', 'platformKeys');
    }
    return set;
  }

  /** One request at a time for each address, and none soon after a failed one: a slow platform holds one request, not all. */
  #readOnce(url: string, now: number): Promise<JSONWebKeySet | undefined> {
    for (const [old, { at }] of this.#reads) if (now - at >= againMs) this.#reads.delete(old);
    const before = this.#reads.get(url);
    if (before) return before.set;
    const set = this.#readKeys(url, now);
    this.#reads.set(url, { set, at: now });
    return set;
  }

  /** @returns undefined when the keys cannot be read */
  async #readKeys(url: string, now: number): Promise<JSONWebKeySet | undefined> {
    const read = KeySet.safeParse(await this.#parts.readJson(url).catch(() => undefined));
    if (!read.success) return undefined;
    const set = read.data as JSONWebKeySet;
    this.#keys.delete(url);
    this.#keys.set(url, { set, at: now });
    const [oldest] = this.#keys.keys();
    if (this.#keys.size > mostKept && oldest !== undefined) this.#keys.delete(oldest);
    this.#reads.delete(url);
    return set;
  }

  get #ask() {
    return this.#parts.store.ask.lti;
  }
}

function known(platform: Platform | undefined): Platform {
  if (!platform) throw new AppError('notFound', 'This learning platform is not registered here.', 'platform');
  return platform;
}
