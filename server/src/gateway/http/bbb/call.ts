import type { Request, Response } from 'express';
import type { Parameters } from './query.ts';
import type { Node } from './xml.ts';

/** Where the API is. */
export const bbbRoot = '/bigbluebutton/api';

/** A signed request, when its checksum and its body have been checked. */
export interface Asked {
  /** The organisation whose secret signed it; the empty text for the secret of the server. A call sees only meetings of its owner. */
  readonly owner: string;
  /** The secret that signed it, for what the server signs in return. */
  readonly secret: string;
  readonly parameters: Parameters;
  /** Reads the XML body, which nobody signed; undefined without one. @throws Failed for too many bytes */
  readonly readXml: () => Promise<Buffer | undefined>;
  /** The address of this server as the caller knows it, such as `https://example.org`. */
  readonly origin: string;
  /** The network of the request, for limits. */
  readonly address: string;
  /** For bodies that the call reads by itself. */
  readonly request: Request;
  readonly response: Response;
}

/** What a call answers. `nodes` are in order, inside `<response>`; `returncode` is one of them. */
export type Answered =
  | { readonly nodes: readonly Node[] }
  /** A whole answer that was written before. */
  | { readonly xml: Buffer }
  | { readonly json: unknown; readonly status?: number }
  | { readonly text: string }
  | { readonly redirect: string };

/** One call of the API. */
export interface Call {
  /** The name in the address, which is a part of the signed text: `create`, `hooks/list`. */
  readonly name: string;
  readonly methods: readonly ('GET' | 'POST')[];
  /** The bodies that a POST may have, beside none. `own`: the call reads `request` by itself, and its parameters are in the query. */
  readonly bodies: readonly ('form' | 'xml' | 'own')[];
  /** `none`: a call that bears a session, which the handler checks; `owner` and `secret` are empty. */
  readonly signed: 'checksum' | 'none';
  /** True for a call after which an older answer of `getMeetings` is wrong. */
  readonly changes?: true;
  readonly handle: (asked: Asked) => Promise<Answered>;
}

/** The first nodes of an answer that succeeds. */
export const success: Node = ['returncode', 'SUCCESS'];
