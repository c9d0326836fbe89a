import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { hostOf, type OutwardSettings, parseAddress } from './addresses.ts';
import { Limits } from './Limits.ts';
import { type Outward, type OutwardAnswer, type OutwardBounds, OutwardError, type OutwardRequest } from './ports.ts';
import { addressesOf, type Resolve } from './resolving.ts';

const defaultBounds: OutwardBounds = { totalMs: 15_000, idleMs: 5_000, bytes: 64 * 1_024, redirects: 3 };
/** The most requests at once. */
const mostOpen = 100;
/** Headers that are not sent to another origin after a redirect. */
const secretHeaders = /^(authorization|cookie)$/i;

interface HttpOutwardOptions {
  readonly settings: OutwardSettings;
  /** What requests call themselves. */
  readonly agent: string;
  /** Finds the addresses of names; left out: the name servers of this machine. */
  readonly resolve?: Resolve | undefined;
}

/** One step on the way to an answer: each redirect is a new one. */
interface Step {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/**
 * Requests to strangers' addresses: each name is resolved once, each of its addresses must be public, and the connection
 * goes to one of these (decision 0210). No proxy of the environment, no cookies, no credentials, no kept connections.
 */
export class HttpOutward implements Outward {
  readonly #options: HttpOutwardOptions;
  #open = 0;

  constructor(options: HttpOutwardOptions) {
    this.#options = options;
  }

  check(url: string): void {
    parseAddress(url, this.#options.settings);
  }

  async open(request: OutwardRequest): Promise<OutwardAnswer> {
    const bounds = { ...defaultBounds, ...request.bounds };
    const url = parseAddress(request.url, this.#options.settings);
    if (this.#open >= mostOpen)
      throw new OutwardError('busy', 'This server makes too many requests to other servers. Try again later.');
    this.#open += 1;
    const stop = () => limits.end();
    const limits = new Limits(bounds, () => {
      this.#open -= 1;
      request.signal?.removeEventListener('abort', stop);
    });
    request.signal?.addEventListener('abort', stop, { once: true });
    if (request.signal?.aborted) stop();
    try {
      const headers = {
        'user-agent': this.#options.agent,
        accept: '*/*',
        ...request.headers,
        'accept-encoding': 'identity',
      };
      const step: Step = { url, method: request.method, headers, body: request.body };
      return await this.#follow(step, { request, bounds, limits });
    } catch (error) {
      limits.end();
      throw limits.reasonOr(error);
    }
  }

  async #follow(
    first: Step,
    { request, bounds, limits }: { request: OutwardRequest; bounds: OutwardBounds; limits: Limits },
  ): Promise<OutwardAnswer> {
    let step = first;
    for (let redirects = 0; ; redirects += 1) {
      const answer = await this.#ask(step, limits);
      const next = nextStep(step, answer, this.#options.settings);
      if (!next) return answerOf(step.url, answer, { request, bounds, limits });
      answer.destroy();
      if (redirects >= bounds.redirects)
        throw new OutwardError('redirected', `The address redirects more than ${bounds.redirects} times.`);
      step = next;
    }
  }

  async #ask({ url, method, headers, body }: Step, limits: Limits): Promise<IncomingMessage> {
    const { settings, resolve } = this.#options;
    limits.waits();
    const addresses = await limits.race(addressesOf(url, { settings, resolve, signal: limits.signal }));
    const isSecure = url.protocol === 'https:';
    const options = {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) },
      // A new agent has no proxy and no kept connection; the global one may have both.
      agent: isSecure ? new HttpsAgent() : new HttpAgent(),
      ...(!ipaddr.isValid(hostOf(url)) && { servername: hostOf(url) }),
      lookup: pinned(addresses),
      autoSelectFamily: true,
      signal: limits.signal,
    };
    limits.waits();
    const request = isSecure ? requestHttps(url, options) : requestHttp(url, options);
    const answer = answered(request);
    request.end(body);
    return await limits.race(answer);
  }
}

/** Gives a connection the addresses that were checked, so that a second answer of a name server changes nothing. */
function pinned(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: ipaddr.parse(address).kind() === 'ipv4' ? 4 : 6 }));
  return (_host, options, callback) => {
    if (options.all) callback(null, found);
    else callback(null, found[0]?.address ?? '', found[0]?.family);
  };
}

function answered(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('response', resolve);
    // Also later, while the body is read: an error without a listener would end the process.
    request.on('error', reject);
    // The only event when the answer switches to another protocol.
    request.on('close', () => reject(new Error('closed')));
  });
}

/** The request after a redirect; undefined when the answer is none. @throws OutwardError */
function nextStep(
  step: Step,
  { statusCode = 0, headers }: IncomingMessage,
  settings: OutwardSettings,
): Step | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode) || headers.location === undefined) return undefined;
  // A POST that becomes a GET has lost what it says, and its receiver would not know.
  if (step.method === 'POST' && statusCode < 307)
    throw new OutwardError('redirected', 'The address redirects the request: give the address that it redirects to.');
  if (!URL.canParse(headers.location, step.url.href))
    throw new OutwardError('redirected', 'The address redirects to something that is no URL.');
  const url = parseAddress(new URL(headers.location, step.url).href, settings);
  if (step.url.protocol === 'https:' && url.protocol !== 'https:')
    throw new OutwardError('redirected', 'The address redirects from https to http.');
  if (url.origin === step.url.origin) return { ...step, url };
  const kept = Object.entries(step.headers).filter(([name]) => !secretHeaders.test(name));
  return { ...step, url, headers: Object.fromEntries(kept) };
}

/** @throws OutwardError `type`, `encoded`, `tooLarge` */
function answerOf(
  url: URL,
  answer: IncomingMessage,
  { request, bounds, limits }: { request: OutwardRequest; bounds: OutwardBounds; limits: Limits },
): OutwardAnswer {
  const { statusCode: status = 0, headers } = answer;
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const isGood = status >= 200 && status < 300;
  if (isGood && request.types && !request.types.some((wanted) => isOfType(type, wanted)))
    throw new OutwardError(
      'type',
      `The address gives ${type === '' ? 'no media type' : 'another media type'} than it should.`,
    );
  limits.rests();
  const close = () => {
    answer.destroy();
    limits.end();
  };
  return { status, type, url: url.href, filename: filenameOf(headers['content-disposition']), close, body: body() };

  async function* body(): AsyncGenerator<Uint8Array> {
    try {
      const encoding = headers['content-encoding'] ?? 'identity';
      // Nothing is unpacked, so that a small answer cannot become a large one.
      if (encoding.trim().toLowerCase() !== 'identity')
        throw new OutwardError('encoded', 'The address gives a compressed answer, which was not asked for.');
      if (Number(headers['content-length'] ?? 0) > bounds.bytes) throw tooLarge(bounds.bytes);
      let bytes = 0;
      limits.waits();
      for await (const chunk of answer as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        if (bytes > bounds.bytes) throw tooLarge(bounds.bytes);
        limits.rests();
        yield chunk;
        limits.waits();
      }
    } catch (error) {
      throw limits.reasonOr(error);
    } finally {
      close();
    }
  }
}

function tooLarge(bytes: number): OutwardError {
  return new OutwardError('tooLarge', `The address gives more than ${bytes} bytes.`);
}

function isOfType(type: string, wanted: string): boolean {
  return wanted.endsWith('/*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}

function filenameOf(disposition: string | undefined): string | undefined {
  const found = /;\s*filename="?([^";]{1,255})"?/i.exec((disposition ?? '').slice(0, 1_024));
  return found?.[1]?.trim();
}
