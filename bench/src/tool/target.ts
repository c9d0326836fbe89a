import { call, createRoom, roomInfo, serverInfo } from '@plenum/client/core/http';
import { openApi } from '@plenum/shared/api/server/contract';
import { createSpace, enterSpace, lookAtSpace, removeSpace } from '@plenum/shared/api/space/contract';
import { AppError } from '@plenum/shared/core/errors';
import { keyKinds } from '@plenum/shared/core/keys';
import { Slug } from '@plenum/shared/api/space/slug';
import type { TicketInput } from '@plenum/shared/api/room/contract';
import type { EnterOptions } from '@plenum/client/core/session';
import { Trouble, wordsOf } from './Trouble.ts';

/** Where bots enter; plain data that goes to the processes of bots. */
export interface Door {
  /** The server's origin. */
  readonly base: string;
  /** A room by its id, or a space by its name in links. */
  readonly at: { readonly room: string } | { readonly space: string };
  /** Opens the door to members: a key of the room or a code of the space. */
  readonly pass?: string;
}

/** The meeting of a test. */
export interface Target {
  readonly door: Door;
  /** With it one leads the meeting; undefined when the link gives no such right. */
  readonly leader?: string;
  readonly title: string;
  /** The version that the server names. */
  readonly version: string;
  /** Members who were there before. */
  readonly people: number;
  /** Opened for this test; `close` removes it where the server allows that. */
  readonly isOwn: boolean;
  /** A link for a browser. */
  readonly link: string;
  close(): Promise<void>;
}

interface Keys {
  readonly key?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly passcode?: string | undefined;
}

const title = 'Load test';

/** Finds out what is at this address, and opens a room there if it is no link. @throws Trouble */
export async function findTarget(url: string, keys: Keys): Promise<Target> {
  const address = addressOf(url);
  const base = address.origin;
  const info = await ask(serverInfo(base), address);
  const document = await ask(call(base, openApi, { params: {} }), address);
  const version = versionIn(document);
  const [, kind, name = ''] = /^\/(r|s)\/([^/]+)\/?$/.exec(address.pathname) ?? [];
  if (kind === 'r') return { ...(await findRoom(address, name)), version };
  if (kind === 's') return { ...(await findSpace(address, name, keys.passcode)), version };
  if (address.pathname !== '/' && address.pathname !== '')
    throw new Trouble(
      `${address.href} is no invitation link.`,
      'A link of a room looks like https://meet.example/r/abcd-efgh',
    );
  if (info.createRooms === 'accounts' || keys.apiKey !== undefined)
    return { ...(await openSpace(base, keys)), version };
  if (info.createRooms === 'nobody')
    throw new Trouble('Nobody may open rooms on this server.', 'Give the invitation link of a room with --url.');
  if (info.createRooms === 'key' && keys.key === undefined)
    throw new Trouble(
      'This server opens rooms only with its key.',
      'Give it with --key, or a link of a room with --url.',
    );
  return { ...(await openRoom(base, keys.key)), version };
}

/** How `Session.enter` gets in through this door. */
export function wayThrough({ base, at, pass }: Door): Pick<EnterOptions, 'base' | 'roomId' | 'key' | 'request'> {
  if ('room' in at) return { base, roomId: at.room, key: pass };
  const request = ({ name, identity }: TicketInput) =>
    call(base, enterSpace, {
      params: { slug: Slug.parse(at.space) },
      input: { name, ...(pass !== undefined && { code: pass }), ...(identity !== undefined && { identity }) },
    });
  return { base, roomId: '', request };
}

function addressOf(url: string): URL {
  const text = /^https?:\/\//i.test(url) ? url : `https://${url}`;
  if (URL.canParse(text)) return new URL(text);
  throw new Trouble(`${url} is no address.`, 'An address looks like https://meet.example');
}

/** @throws Trouble when there is no Plenum at the address */
async function ask<T>(asked: Promise<T>, { origin, host }: URL): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    const cause = causeOf(error);
    if (/CERT|SELF_SIGNED|self-signed/.test(cause))
      throw new Trouble(
        `This machine does not trust the certificate of ${host} (${cause}).`,
        'To go on all the same: --insecure',
      );
    if (/ERR_SSL|EPROTO/.test(cause))
      throw new Trouble(`${host} does not speak TLS (${cause}).`, `If it is a server without: --url http://${host}`);
    if (error instanceof AppError && error.code === 'unavailable' && !/in its place/.test(error.message))
      throw new Trouble(`${host} cannot be reached (${cause}).`, 'Is the address right, and does the server run?');
    if (error instanceof AppError && error.code === 'limited')
      throw new Trouble(`${host} answers no more for a minute: too many requests came from here.`);
    throw new Trouble(
      `There is no Plenum at ${origin}: something else answers there.`,
      'Is the address right, also its port?',
    );
  }
}

function causeOf(error: unknown): string {
  const causes: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) {
    causes.push('code' in at && at.code !== 'unavailable' ? String(at.code) : at.message);
    if (at instanceof AggregateError) causes.push(...at.errors.map((one: unknown) => causeOf(one)));
  }
  return causes.at(-1) ?? String(error);
}

function versionIn(document: Readonly<Record<string, unknown>>): string {
  const { info } = document;
  if (typeof info !== 'object' || info === null) return '';
  if (!('title' in info) || info.title !== 'Plenum' || !('version' in info)) return '';
  return String(info.version);
}

type Found = Omit<Target, 'version'>;
const nothing = async () => {};

async function findRoom({ href, hash, origin }: URL, room: string): Promise<Found> {
  const info = await asked(roomInfo(origin, room), {
    notFound: `There is no room ${room} on this server: the invitation has ended, or a letter is wrong.`,
    invalid: `${room} is not the name of a room.`,
  });
  if (info.door === 'ended')
    throw new Trouble(
      'The meeting of this invitation has ended.',
      'Ask a host to begin it again, or let the tool open a room.',
    );
  const given = new URLSearchParams(hash.slice(1));
  const keys = keyKinds.map((kind) => given.get(kind) ?? undefined);
  const [host, moderator, member] = keys;
  const leader = host ?? moderator;
  if (info.door === 'closed' && leader === undefined)
    throw new Trouble('The door of this room is closed.', 'Open it in the meeting, or give the link of a host.');
  if (info.door === 'members' && leader === undefined && member === undefined)
    throw new Trouble('Only holders of a member link get into this room.', 'Give that link with --url.');
  const { title: name, people } = info;
  const door = { base: origin, at: { room }, ...(member !== undefined && { pass: member }) };
  return {
    door,
    ...(leader !== undefined && { leader }),
    title: name,
    people,
    isOwn: false,
    link: href,
    close: nothing,
  };
}

async function findSpace({ href, hash, origin }: URL, name: string, passcode: string | undefined): Promise<Found> {
  const slug = Slug.safeParse(name);
  const wrong = `There is no space ${name} on this server: the invitation has ended, or a letter is wrong.`;
  if (!slug.success) throw new Trouble(wrong);
  const sign = await asked(call(origin, lookAtSpace, { params: { slug: slug.data } }), { notFound: wrong });
  if (sign.accounts)
    throw new Trouble('Only people with an account get into this space.', 'Let the tool open one: --api-key');
  const code = passcode ?? new URLSearchParams(hash.slice(1)).get('code') ?? undefined;
  if (sign.door !== 'open' && sign.door !== 'ended' && sign.door !== 'ask' && code === undefined)
    throw new Trouble('The door of this space asks for a code.', 'Give it with --passcode.');
  if (sign.people === 0 && sign.start !== 'everyone' && code === undefined)
    throw new Trouble('Nobody has begun the meeting in this space.', 'Begin it, or give a code with --passcode.');
  const door = { base: origin, at: { space: name }, ...(code !== undefined && { pass: code }) };
  return {
    door,
    ...(code !== undefined && { leader: code }),
    title: sign.title,
    people: sign.people,
    isOwn: false,
    link: href,
    close: nothing,
  };
}

async function openRoom(base: string, key: string | undefined): Promise<Found> {
  const room = await asked(createRoom(base, { title, ...(key !== undefined && { key }) }), {
    forbidden: 'The server does not accept this key.',
    limited: 'This address has opened too many rooms; the server wants a pause.',
    full: 'The server opens no more rooms.',
  });
  const link = `${base}/r/${room.id}`;
  const door = { base, at: { room: room.id } };
  return { door, leader: room.hostKey, title, people: 0, isOwn: true, link, close: nothing };
}

async function openSpace(base: string, { apiKey }: Keys): Promise<Found> {
  if (apiKey === undefined)
    throw new Trouble(
      'On this server people with accounts open rooms.',
      'Give an API key with the right to write spaces with --api-key, or an invitation link with --url.',
    );
  const space = await asked(call(base, createSpace, { params: {}, seat: apiKey, input: { title } }), {
    forbidden: 'The server does not accept this API key, or the key may not write spaces.',
    notFound: 'The server does not accept this API key.',
    full: 'The organisation of this API key has as many spaces as it may have.',
  });
  const close = async () => {
    await call(base, removeSpace, { params: { space: space.id }, seat: apiKey }).catch(() => undefined);
  };
  const link = `${base}/s/${space.slug}`;
  const door = { base, at: { space: space.slug } };
  return { door, leader: space.codes.moderator, title, people: 0, isOwn: true, link, close };
}

/** @param words the words for expected refusals, by code */
async function asked<T>(answer: Promise<T>, words: Readonly<Record<string, string>>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const code = error instanceof AppError ? error.code : 'internal';
    throw new Trouble(words[code] ?? `The server refuses: ${wordsOf(error)}`);
  }
}
