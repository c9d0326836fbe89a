import { randomUUID } from 'node:crypto';
import { firstTiers } from '@plenum/shared/api/tier/limits';
import type { ApiScene } from './apiScene.ts';
import { integrationRows } from './integrationRows.ts';
import { homeRows } from './homeRows.ts';
import { embeddingRows, joinRows } from './embeddingRows.ts';
import { planRows } from './planRows.ts';
import type { RecordScene } from './recordScene.ts';
import { webhookRows } from './webhookRows.ts';

/** What rows are about: a meeting and two organisations. */
export interface Scenes {
  readonly room: ApiScene;
  readonly records: RecordScene;
}

/** The variable parts of a request. */
export interface Filled {
  readonly params?: Readonly<Record<string, string>>;
  readonly input?: object;
}

/** A request that is correct except for its caller. */
export interface Row {
  readonly name: string;
  readonly about?: string;
  readonly query?: string;
  /** Bytes that are no known file: an endpoint for files refuses them, but only from a caller who may upload. */
  readonly bytes?: string;
  /** Called for each request, so that one request leaves the next something to change. */
  readonly fill?: (scenes: Scenes) => Filled | Promise<Filled>;
  /** The answer to every caller where it is not `yes`. */
  readonly answer?: string;
}

const inRoom = ({ room: { room } }: Scenes) => ({ params: { room } });
const inOrganisation = ({ records: { organisation } }: Scenes) => ({ params: { organisation } });
const { id: _id, ...tier } = { ...firstTiers[0], order: 9 };

/** Requests about rooms. */
export const roomRows: readonly Row[] = [
  { name: 'server:info' },
  { name: 'server:openApi' },
  { name: 'room:create', fill: () => ({ input: { title: 'x' } }) },
  { name: 'room:info', fill: inRoom },
  ...joinRows,
  { name: 'room:ticket', fill: (scenes) => ({ ...inRoom(scenes), input: { name: 'Zoe' } }) },
  { name: 'contents:read', fill: ({ room: { room, child } }) => ({ params: { room, child } }) },
  { name: 'contents:file', fill: ({ room: { room, child, pdf } }) => ({ params: { room, child, file: pdf } }) },
  { name: 'chat:bringFile', fill: inRoom, query: '?name=a.txt', bytes: 'a' },
  {
    name: 'chat:file',
    about: 'sent to everybody',
    fill: ({ room: { room, chatFile } }) => ({ params: { room, file: chatFile } }),
  },
  { name: 'slides:bring', fill: inRoom, query: '?name=a.bin&sizes=2', bytes: 'ab' },
  ...['file', 'original'].map(
    (part): Row => ({
      name: 'slides:part',
      about: part,
      fill: ({ room: { room, presentation } }) => ({ params: { room, presentation, part } }),
    }),
  ),
  { name: 'whiteboard:bringPicture', fill: inRoom, bytes: 'a' },
  {
    name: 'whiteboard:picture',
    about: 'on a page',
    fill: ({ room: { room, picture } }) => ({ params: { room, file: picture } }),
  },
];

/** Requests about an organisation that the asker belongs to or not. */
// No link has this token, and no account this address: the answers are those of people who guess.
const noToken = 'x'.repeat(43);
const newAccount = { token: noToken, name: 'Zoe', password: 'a long password' };

let guesses = 0;
/** Always another account, so that no guess must wait. */
function guess(): Filled {
  guesses += 1;
  return { input: { email: `zoe${guesses}@example.org`, password: 'wrong' } };
}

const giving = (input: object) => () => ({ input });

const signedBytes = { clientDataJSON: 'e30', authenticatorData: 'e30', signature: 'e30' };
const proof = { id: 'e30', rawId: 'e30', type: 'public-key', response: signedBytes, clientExtensionResults: {} };
const attestation = { ...proof, response: { clientDataJSON: 'e30', attestationObject: 'e30' } };
const tried = { password: 'wrong' };
/** Always another address, so that no invitation is the second. */
const stranger = () => ({ email: `zoe-${randomUUID().slice(0, 8)}@example.org` });

/** Requests about the sender's own account. */
export const accountRows: readonly Row[] = [
  { name: 'account:ways' },
  { name: 'account:who' },
  { name: 'account:register', fill: giving({ email: 'zoe@example.org' }) },
  { name: 'account:link', fill: giving({ token: noToken, purpose: 'register' }), answer: 'notFound' },
  { name: 'account:confirm', fill: giving(newAccount), answer: 'notFound' },
  { name: 'account:firstOperator', fill: giving({ ...newAccount, email: 'zoe@example.org' }), answer: 'notFound' },
  { name: 'account:signIn', fill: guess, answer: 'forbidden' },
  { name: 'account:signOut' },
  { name: 'account:forgot', fill: giving({ email: 'zoe@example.org' }) },
  { name: 'account:reset', fill: giving({ token: noToken, password: newAccount.password }), answer: 'notFound' },
  { name: 'account:passkeyChallenge' },
  { name: 'account:passkeySignIn', fill: giving({ proof }), answer: 'forbidden' },
  { name: 'account:secondFactor', fill: giving({ code: '000000', kind: 'app', trust: false }), answer: 'forbidden' },
  { name: 'account:startProvider', fill: () => ({ params: { provider: 'none' } }), answer: 'notFound' },
  {
    name: 'account:finishProvider',
    fill: () => ({ params: { provider: 'none' }, input: { state: 'x' } }),
    answer: 'notFound',
  },
  ...homeRows,
  { name: 'account:invite', fill: () => ({ input: stranger() }) },
  { name: 'account:requests' },
  {
    name: 'account:decide',
    async fill({ records }) {
      const { links } = records.running.server.accounts;
      await links.make('request', stranger().email);
      return { params: { request: (await links.requests())[0]?.id ?? '' }, input: { approved: false } };
    },
  },
];

/** Requests of a person about their own account: they take a session of the library for signing in, which no asker has. */
export const ownAccountRows: readonly Row[] = [
  { name: 'account:profile' },
  { name: 'account:update', fill: giving({ name: 'Zoe' }) },
  { name: 'account:sessions' },
  { name: 'account:endSession', fill: () => ({ params: { session: 'none' } }) },
  { name: 'account:endOthers' },
  { name: 'account:changePassword', fill: giving({ current: 'wrong', next: newAccount.password }) },
  { name: 'account:newPasskeyChallenge' },
  { name: 'account:addPasskey', fill: giving({ name: 'Key', proof: attestation }) },
  { name: 'account:removePasskey', fill: () => ({ params: { passkey: 'none' } }) },
  { name: 'account:beginSecondFactor', fill: giving(tried) },
  { name: 'account:endSecondFactor', fill: giving(tried) },
  { name: 'account:recoveryCodes', fill: giving(tried) },
  { name: 'account:export' },
  { name: 'account:delete', fill: giving(tried) },
];

const organisationRows: readonly Row[] = [
  { name: 'tier:list' },
  { name: 'tier:set', fill: () => ({ params: { tier: 'of-a-test' }, input: tier }) },
  {
    name: 'tier:remove',
    async fill({ records }) {
      const id = `t-${randomUUID().slice(0, 8)}`;
      await records.running.store.ask.tiers.set({ acting: records.as('operator'), tier: { id, ...tier } });
      return { params: { tier: id } };
    },
  },
  { name: 'organisation:list' },
  {
    name: 'organisation:create',
    fill: () => ({ input: { name: 'New', tier: 'micro', owner: 'new-owner@example.org' } }),
  },
  { name: 'organisation:read', fill: inOrganisation },
  { name: 'organisation:change', fill: (scenes) => ({ ...inOrganisation(scenes), input: { name: 'The mill' } }) },
  { name: 'organisation:members', fill: inOrganisation },
  {
    name: 'organisation:changeMember',
    fill: async ({ records }) => ({
      params: { organisation: records.organisation, account: await records.newMember() },
      input: { role: 'member' },
    }),
  },
  {
    name: 'organisation:changeMember',
    about: 'to admin',
    async fill({ records }) {
      // Taken away again, so that the next one finds a free host account.
      const { ask } = records.running.store;
      const about = { acting: records.as('owner'), organisation: records.organisation, account: 'to-be-admin' };
      records.running.identity.add('to-be-admin');
      await ask.members.remove(about).catch(() => undefined);
      await records.join(records.organisation, 'to-be-admin', 'member');
      return { params: { organisation: records.organisation, account: 'to-be-admin' }, input: { role: 'admin' } };
    },
  },
  {
    name: 'organisation:removeMember',
    fill: async ({ records }) => ({
      params: { organisation: records.organisation, account: await records.newMember() },
    }),
  },
  {
    name: 'organisation:invite',
    fill: (scenes) => ({ ...inOrganisation(scenes), input: { email: 'zoe@example.org', role: 'member' } }),
  },
  { name: 'organisation:invitations', fill: inOrganisation },
  {
    name: 'organisation:revokeInvitation',
    fill: async ({ records }) => ({
      params: { organisation: records.organisation, invitation: (await records.newInvitation()).id },
    }),
  },
  {
    name: 'organisation:lookAtInvitation',
    fill: async ({ records }) => ({ input: { token: (await records.newInvitation()).token } }),
  },
  {
    name: 'organisation:acceptInvitation',
    about: 'of another person',
    fill: async ({ records }) => ({ input: { token: (await records.newInvitation()).token } }),
  },
  {
    name: 'organisation:createKey',
    fill: (scenes) => ({ ...inOrganisation(scenes), input: { name: 'x', scopes: ['spaceRead'] } }),
  },
  { name: 'organisation:keys', fill: inOrganisation },
  ...embeddingRows,
  {
    name: 'organisation:revokeKey',
    fill: async ({ records }) => ({
      params: { organisation: records.organisation, key: await records.newKeyId() },
    }),
  },
  // Not a picture: refused, but only to an asker who may change the organisation.
  { name: 'organisation:setLogo', fill: inOrganisation, bytes: 'a' },
  { name: 'organisation:removeLogo', fill: inOrganisation },
  {
    name: 'organisation:logo',
    fill: async ({ records }) => ({ params: { logo: await records.newLogo() } }),
  },
  { name: 'organisation:usage', fill: inOrganisation },
  { name: 'organisation:audit', fill: inOrganisation },
];

/** A recording that hosts see, that the organisation sees, or that is in the bin. */
const aRecording =
  (kind: 'hosts' | 'organisation' | 'bin', more: Record<string, string> = {}) =>
  async ({ records }: Scenes) => ({ params: { recording: await records.newRecording(kind), ...more } });

/** Requests about recordings. */
const recordingRows: readonly Row[] = [
  { name: 'recording:list', fill: async (scenes) => aSpace(scenes) },
  { name: 'recording:read', about: 'for hosts', fill: aRecording('hosts') },
  { name: 'recording:read', about: 'for the organisation', fill: aRecording('organisation') },
  { name: 'recording:log', fill: aRecording('organisation') },
  { name: 'recording:file', fill: aRecording('organisation', { file: '0001.webm' }) },
  { name: 'recording:captions', about: 'of no file', fill: aRecording('organisation', { file: '0001.vtt' }) },
  {
    name: 'recording:addCaptions',
    fill: aRecording('organisation'),
    query: '?kind=captions&lang=en&label=English',
    bytes: 'WEBVTT\n\n00:00.000 --> 00:01.000\nx\n',
  },
  { name: 'recording:removeCaptions', about: 'of no file', fill: aRecording('organisation', { file: '0001.vtt' }) },
  { name: 'recording:content', about: 'of no file', fill: aRecording('organisation', { content: 'f'.repeat(32) }) },
  { name: 'recording:page', about: 'of no page', fill: aRecording('organisation', { presentation: 'x', part: '1' }) },
  {
    name: 'recording:change',
    fill: async (scenes) => ({ ...(await aRecording('organisation')(scenes)), input: { title: 'New' } }),
  },
  {
    name: 'recording:cut',
    fill: async (scenes) => ({
      ...(await aRecording('organisation')(scenes)),
      input: { cuts: [{ from: 0, until: 10 }], duration: 1_000, confirm: true },
    }),
  },
  {
    name: 'recording:leaveOut',
    fill: async (scenes) => ({
      ...(await aRecording('organisation')(scenes)),
      input: { members: [], chat: true, duration: 0, confirm: true },
    }),
  },
  { name: 'recording:copies', fill: aRecording('organisation') },
  {
    name: 'recording:copy',
    about: 'where the server makes none',
    fill: async (scenes) => ({ ...(await aRecording('organisation')(scenes)), input: { kind: 'webm' } }),
  },
  { name: 'recording:readCopy', about: 'of no file', fill: aRecording('organisation', { kind: 'webm' }) },
  { name: 'recording:dropCopy', fill: aRecording('organisation', { kind: 'webm' }) },
  { name: 'recording:remove', fill: aRecording('organisation') },
  { name: 'recording:restore', fill: aRecording('bin') },
];

const aSpace = async ({ records }: Scenes) => ({ params: { space: (await records.newSpace()).id } });
const anAddress = async ({ records }: Scenes) => ({ params: { slug: (await records.newSpace()).slug } });

/** Requests about a space of the account `host`. */
const spaceRows: readonly Row[] = [
  { name: 'space:list' },
  {
    name: 'space:create',
    about: 'in the organisation',
    fill: ({ records: { organisation } }) => ({ input: { title: 'New', organisation } }),
  },
  { name: 'space:read', fill: aSpace },
  { name: 'space:change', fill: async (scenes) => ({ ...(await aSpace(scenes)), input: { title: 'New' } }) },
  { name: 'space:remove', fill: aSpace },
  { name: 'space:renewCode', fill: async (scenes) => ({ ...(await aSpace(scenes)), input: { code: 'member' } }) },
  {
    name: 'space:addHost',
    fill: async (scenes) => ({ ...(await aSpace(scenes)), input: { email: 'member@example.org' } }),
  },
  {
    name: 'space:removeHost',
    async fill(scenes) {
      const { params } = await aSpace(scenes);
      return { params: { ...params, account: 'shared-host' } };
    },
  },
  { name: 'meeting:list', fill: aSpace },
  {
    name: 'meeting:read',
    fill: async ({ records }) => ({ params: { meeting: (await records.newMeeting()).meeting } }),
  },
  ...recordingRows,
  ...webhookRows,
  { name: 'space:look', fill: anAddress },
  { name: 'space:enter', fill: async (scenes) => ({ ...(await anAddress(scenes)), input: { name: 'Zoe' } }) },
];

const aPoll = { question: 'Agreed?', choice: { kind: 'yesNo' as const }, secret: false };
const inPrepared = async ({ records }: Scenes) => {
  const { id: space } = await records.newSpace();
  const item = `item-${randomUUID().slice(0, 13)}`;
  const content = { kind: 'poll', setup: aPoll } as const;
  const facts = { id: item, title: 'Agreed?', bytes: 0, content };
  await records.running.store.ask.prepared.add({ acting: records.as('host'), space, item: facts });
  return { params: { space, item } };
};
const prepared = { input: { content: { kind: 'poll', setup: aPoll } } };

const preparedRows: readonly Row[] = [
  { name: 'prepared:list', fill: aSpace },
  { name: 'prepared:add', fill: async (scenes) => ({ ...(await aSpace(scenes)), ...prepared }) },
  { name: 'prepared:change', fill: async (scenes) => ({ ...(await inPrepared(scenes)), ...prepared }) },
  { name: 'prepared:remove', fill: inPrepared },
  { name: 'prepared:bring', fill: aSpace, query: '?name=a.bin&sizes=2', bytes: 'ab' },
];

/** A room with one person in it. */
async function aLiveRoom({ records: { running } }: Scenes) {
  const { id, hostKey } = await running.createRoom();
  await running.enter(id, 'Ana', hostKey);
  return { params: { room: id } };
}

const operatorRows: readonly Row[] = [
  { name: 'operator:organisations' },
  {
    name: 'operator:rule',
    // Not the organisation of the other rows, which must go on having its limits.
    fill: ({ records: { elsewhere } }) => ({ params: { organisation: elsewhere }, input: { suspended: false } }),
  },
  { name: 'operator:rooms' },
  { name: 'operator:endRoom', fill: aLiveRoom },
  {
    name: 'operator:tellRoom',
    fill: async (scenes) => ({ ...(await aLiveRoom(scenes)), input: { words: 'The server stops at noon.' } }),
  },
  { name: 'operator:setNotice', fill: () => ({ input: { text: 'The server stops at noon.' } }) },
  { name: 'operator:removeNotice' },
  { name: 'operator:notice' },
  { name: 'server:notice' },
  { name: 'operator:overview' },
  { name: 'operator:tierUse' },
  { name: 'operator:accounts' },
  {
    name: 'operator:ruleAccount',
    fill: async ({ records }) => ({ params: { account: await records.newStoredAccount() }, input: { disabled: true } }),
  },
  {
    name: 'operator:signOutAccount',
    fill: async ({ records }) => ({ params: { account: await records.newStoredAccount() } }),
  },
  { name: 'operator:audit' },
];

/** Requests about everything that outlives a meeting. */
export const recordRows: readonly Row[] = [
  ...organisationRows,
  ...integrationRows,
  ...spaceRows,
  ...preparedRows,
  ...planRows,
  ...operatorRows,
];
