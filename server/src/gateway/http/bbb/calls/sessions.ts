import { createHash } from 'node:crypto';
import { type Answered, type Asked, bbbRoot, type Call } from '../call.ts';
import type { BbbParts, Session } from '../ports.ts';
import type { Parameters } from '../query.ts';

/** An answer in JSON to a session that is none. */
function refused(messageKey: string, message: string): Answered {
  return { json: { response: { returncode: 'FAILED', messageKey, message } } };
}

/** Gives the person of a session another way into the meeting, as the program would: a signed address of `join`. */
export function getJoinUrl({ meetings, secrets, checksums }: BbbParts): Call {
  return {
    name: 'getJoinUrl',
    methods: ['GET', 'POST'],
    bodies: ['form'],
    signed: 'none',
    async handle({ parameters, origin }: Asked) {
      const token = parameters.get('sessionToken') ?? '';
      if (token === '') return refused('missingToken', 'You must provide a session token');
      const session = await meetings.session(token);
      const owner = session?.meeting.owner;
      const signer = (await secrets()).find((one) => one.owner === owner);
      if (!session || session.meeting.endedAt !== undefined || !signer) {
        return refused('invalidSession', 'The session does not exist or is over.');
      }
      const algorithm = checksums.includes('sha256') ? 'sha256' : (checksums[0] ?? 'sha256');
      const query = new URLSearchParams(joinOf(session, parameters)).toString();
      const checksum = createHash(algorithm).update(`join${query}${signer.secret}`).digest('hex');
      const url = `${origin}${bbbRoot}/join?${query}&checksum=${checksum}`;
      return { json: { response: { returncode: 'SUCCESS', message: 'Join URL provided successfully.', url } } };
    },
  };
}

/** The parameters of `join` for the person of a session; `userdata-…` of the request come on top of those of before. */
function joinOf({ meeting, member, person }: Session, parameters: Parameters): Record<string, string> {
  const { name, role, userId = '', guest, leaveTo, custom } = person;
  const kept = Object.entries(custom).map(([key, value]) => [`userdata-${key}`, value] as const);
  const wished = [...parameters].filter(([key]) => key.startsWith('userdata-'));
  const named = ['sessionName', 'enforceLayout'].flatMap((key) => {
    const value = parameters.get(key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    meetingID: meeting.meetingId,
    createTime: String(meeting.createdAt),
    fullName: name,
    role,
    userID: userId,
    existingUserID: member,
    ...(guest && { guest: 'true' }),
    ...(leaveTo !== '' && { logoutURL: leaveTo }),
    ...Object.fromEntries([...kept, ...wished, ...named]),
  };
}

/** Takes what a person says of a meeting, and keeps nothing of it. */
export function feedback(_parts: BbbParts): Call {
  return {
    name: 'feedback',
    methods: ['POST'],
    bodies: ['own'],
    signed: 'none',
    handle: async () => ({ json: { status: 'ok' } }),
  };
}

/** There is no dashboard: the answer is that of a meeting without one, once it is clear that a moderator asks. */
export function learningDashboard({ meetings }: BbbParts): Call {
  return {
    name: 'learningDashboard',
    methods: ['GET', 'POST'],
    bodies: ['form'],
    signed: 'none',
    async handle({ parameters }: Asked) {
      const sessionToken = parameters.get('sessionToken') ?? '';
      const session = sessionToken === '' ? undefined : await meetings.session(sessionToken);
      const failed = (message: string): Answered => ({
        json: { response: { returncode: 'FAILED', message, sessionToken } },
      });
      if (!session) return failed('Invalid Session');
      if (session.person.role !== 'MODERATOR') return failed('Access denied');
      if (session.meeting.endedAt !== undefined) return failed('Meeting not found');
      return failed('Learning Dashboard disabled for this meeting');
    },
  };
}

/** No addresses: media here go to the server itself, and the client of Plenum gets relays by another way. */
export function stuns({ meetings }: BbbParts): Call {
  return {
    name: 'stuns',
    methods: ['GET', 'POST'],
    bodies: ['form'],
    signed: 'none',
    async handle({ parameters }: Asked) {
      const token = parameters.get('sessionToken') ?? '';
      if (token === '') return refused('missingToken', 'You must provide a session token');
      const session = await meetings.session(token);
      if (!session || session.meeting.endedAt !== undefined) {
        return refused('invalidSession', 'The session does not exist or is over.');
      }
      return { json: { stunServers: [], turnServers: [], remoteIceCandidates: [] } };
    },
  };
}
