import type { Request, RequestHandler, Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { AppError } from '@plenum/shared/core/errors';
import { Moved } from '../../../cluster/Directory.ts';
import type { NodeDoor } from '../../NodeDoor.ts';
import { askedOf } from '../../origin.ts';
import { addressOf, limiter } from '../guards.ts';
import { readBody, XmlBodies } from './body.ts';
import type { Answered, Asked } from './call.ts';
import { callsOf } from './calls.ts';
import { signerOf } from './checksum.ts';
import { checksumError, Failed, failureNodes, unsupportedRequest } from './failure.ts';
import type { BbbParts } from './ports.ts';
import { parametersOf, queryIn, readQuery } from './query.ts';
import { answerXml, type Node } from './xml.ts';

/** The requests of one address in a minute: a front end asks for all its people from one address. */
const requestsAMinute = 30_000;
/** The wrong checksums of one address in a minute. Each one costs a hash for each secret. */
const wrongAMinute = 300;

/**
 * The door of BigBlueButton's API. It checks each request in this order: rate of the address, call, method, size, checksum over
 * the query as it came, parameters that come twice; then the call runs, and reads its XML body if it has one. Each error leaves as BigBlueButton's XML.
 * @param nodes how a request is sent to the node that has its meeting; undefined for a single server
 */
export function bbbDoor(parts: BbbParts, nodes: Pick<NodeDoor, 'forward'> | undefined): RequestHandler {
  const calls = new Map(callsOf(parts).map((call) => [call.name, call]));
  const limit = limiter({ requests: requestsAMinute, seconds: 60 });
  const xmlBodies = new XmlBodies();
  const wrong = new RateLimiterMemory({ points: wrongAMinute, duration: 60 });

  const answerTo = async (request: Request, response: Response): Promise<Answered> => {
    const address = addressOf(request);
    await limit(address);
    const call = calls.get(request.path.replace(/^\/|\/$/g, ''));
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    if (!call?.methods.some((one) => one === method)) throw unsupportedRequest();
    const query = readQuery(queryIn(request.originalUrl));
    const { form, hasXml } = await readBody(call, request);
    const parameters = parametersOf(query.fields, form?.fields ?? []);
    if (!parameters) throw checksumError();
    const common = { parameters, origin: originOf(parts, request), address, request, response };
    const handle = (signer: Pick<Asked, 'owner' | 'secret'>) =>
      xmlBodies.during({ request, hasXml, owner: signer.owner }, (readXml) =>
        call.handle({ ...common, ...signer, readXml }),
      );
    if (call.signed === 'none') return handle({ owner: '', secret: '' });
    const signed = { call: call.name, query: query.signed, checksum: query.checksum ?? form?.checksum };
    const signer = await signerFor(address, signed);
    try {
      return await handle(signer);
    } finally {
      if (call.changes) parts.latest.forget(signer.owner);
    }
  };

  const signerFor = async (
    address: string,
    signed: Parameters<typeof signerOf>[0],
  ): Promise<Pick<Asked, 'owner' | 'secret'>> => {
    const before = await wrong.get(address);
    if (before !== null && before.consumedPoints >= wrongAMinute) throw checksumError();
    const signer = signerOf(signed, await parts.secrets(), parts.checksums);
    if (signer) return signer;
    await wrong.penalty(address);
    throw checksumError();
  };

  const answer = async (request: Request, response: Response) => {
    try {
      send(response, await answerTo(request, response));
    } catch (error) {
      if (!nodes || !(error instanceof Moved) || request.readableDidRead) throw error;
      await nodes.forward(request, response, error);
    }
  };

  return async (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    try {
      await answer(request, response);
    } catch (error) {
      const failure = failureOf(error, parts);
      if (!response.headersSent) sendXml(response.status(failure.status), failureNodes(failure));
    }
  };
}

/** The error that the caller gets. One that is unknown is reported, and says nothing of itself. */
function failureOf(error: unknown, { failed }: BbbParts): Failed {
  if (error instanceof Failed) return error;
  if (error instanceof AppError && error.code === 'limited') return new Failed('tooManyRequests', error.message, 429);
  if (error instanceof AppError && error.code !== 'internal') return new Failed('internalError', error.message);
  failed('a call of BigBlueButton’s API', error);
  return new Failed('internalError', 'The server could not do this. Try again later.', 500);
}

function originOf({ publicHost }: BbbParts, request: Request): string {
  return publicHost === undefined ? askedOf(request) : new URL(`https://${publicHost}`).origin;
}

function send(response: Response, answered: Answered): void {
  // By hand: Express would add a page of HTML.
  if ('redirect' in answered) response.status(302).location(answered.redirect).end();
  else if ('text' in answered) response.type('text/plain; charset=utf-8').send(answered.text);
  else if ('json' in answered) response.status(answered.status ?? 200).json(answered.json);
  else if ('xml' in answered) {
    // By hand: Express would hash it for an ETag, and these answers are large.
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Content-Type', 'text/xml; charset=utf-8');
    response.setHeader('Content-Length', answered.xml.length);
    response.end(answered.xml);
  } else sendXml(response, answered.nodes);
}

function sendXml(response: Response, nodes: readonly Node[]): void {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.type('text/xml; charset=utf-8').send(answerXml(nodes));
}
