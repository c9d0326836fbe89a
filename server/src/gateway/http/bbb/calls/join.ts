import { namesSomething } from '@plenum/shared/core/visible';
import { type Answered, type Asked, type Call, success } from '../call.ts';
import { Failed } from '../failure.ts';
import { guestPolicyOf, guestStatusOf } from '../guests.ts';
import type { BbbParts, BbbRole, Meeting, Sent } from '../ports.ts';
import type { Parameters } from '../query.ts';
import { booleanIn, meetingIdOf, parametersIn, requireBoolean, webAddress, wholeIn } from '../reading.ts';
import type { Node } from '../xml.ts';

/** Sends a person into a meeting: the browser by a redirect, or the program that asks by XML. */
export function join(parts: BbbParts): Call {
  return {
    name: 'join',
    changes: true,
    methods: ['GET'],
    bodies: [],
    signed: 'checksum',
    async handle(asked) {
      const { parameters } = asked;
      try {
        return await send(parts, asked);
      } catch (error) {
        const isRedirected = booleanIn(parameters, 'redirect', true);
        if (!(error instanceof Failed) || !isRedirected) throw error;
        return { redirect: await errorPage(parts, asked, error) };
      }
    },
  };
}

async function send({ meetings }: BbbParts, { owner, parameters, origin }: Asked): Promise<Answered> {
  const meeting = await requireOpen({ meetings }, owner, parameters);
  const name = parameters.get('fullName') ?? '';
  if (!namesSomething(name)) throw new Failed('missingParamFullName', 'You must provide your name');
  requireBoolean(parameters, 'guest', 'Guest must be a boolean value (true or false)');
  requireBoolean(parameters, 'auth', 'Auth must be a boolean value (true or false)');
  requireCreateTime(meeting, parameters);
  const role = roleOf(meeting, parameters);
  const guest = booleanIn(parameters, 'guest');
  // As in BigBlueButton: a person of whom nothing is said counts as known to the program.
  const auth = booleanIn(parameters, 'auth', (parameters.get('guest') ?? '') === '');
  const own = parametersIn(meeting);
  const status = guestStatusOf(guestPolicyOf(own.get('guestPolicy')), { role, guest, auth });
  if (status === 'DENY') {
    throw new Failed(
      'guestDeniedAccess',
      "You have been denied access to this meeting based on the meeting's guest policy",
    );
  }
  const userId = parameters.get('userID') || undefined;
  await requireSeat({ meetings }, meeting, userId);
  const leaveTo = webAddress(parameters.get('logoutURL')) ?? webAddress(own.get('logoutURL')) ?? '';
  const avatar = webAddress(parameters.get('avatarURL')) ?? '';
  const custom = customIn(parameters);
  const isWaiting = status === 'WAIT';
  const sent = await meetings.send(meeting, { name, role, userId, guest, avatar, leaveTo, custom, isWaiting });
  const url = `${origin}${sent.path}`;
  if (booleanIn(parameters, 'redirect', true)) return { redirect: url };
  return { nodes: [success, ...nodesOf(meeting, sent, status, url)] };
}

function nodesOf(meeting: Meeting, { member, token }: Sent, status: string, url: string): readonly Node[] {
  const waits = status === 'WAIT';
  return [
    ['messageKey', waits ? 'guestWait' : 'successfullyJoined'],
    ['message', waits ? 'Guest waiting for approval to join meeting.' : 'You have joined successfully.'],
    ['meeting_id', meeting.internalId],
    ['user_id', member],
    ['auth_token', token],
    ['session_token', token],
    ['guestStatus', status],
    ['url', url],
  ];
}

/** The meeting of the request while it goes on. @throws Failed `invalidMeetingIdentifier`, `meetingForciblyEnded` */
async function requireOpen(
  { meetings }: Pick<BbbParts, 'meetings'>,
  owner: string,
  parameters: Parameters,
): Promise<Meeting> {
  const meeting = await meetings.find(owner, meetingIdOf(parameters));
  if (!meeting) {
    throw new Failed(
      'invalidMeetingIdentifier',
      'The meeting ID that you supplied did not match any existing meetings',
    );
  }
  if (meeting.endedAt !== undefined) {
    throw new Failed(
      'meetingForciblyEnded',
      'You can not re-join a meeting that has already been forcibly ended.  However, once the meeting is removed from memory (according to the timeout configured on this server, you will be able to once again create a meeting with the same meeting ID',
    );
  }
  return meeting;
}

function requireCreateTime({ createdAt }: Meeting, parameters: Parameters): void {
  const said = parameters.get('createTime') ?? '';
  if (said === '' || said === String(createdAt)) return;
  throw new Failed(
    'mismatchCreateTimeParam',
    'The createTime parameter submitted mismatches with the current meeting.',
  );
}

/** The role by name, else by password. @throws Failed `invalidPassword` */
function roleOf({ attendeePw, moderatorPw }: Meeting, parameters: Parameters): BbbRole {
  const role = parameters.get('role')?.toUpperCase();
  if (role === 'MODERATOR' || role === 'VIEWER') return role;
  const password = parameters.get('password') ?? '';
  if (password === moderatorPw) return 'MODERATOR';
  if (password === attendeePw) return 'VIEWER';
  throw new Failed('invalidPassword', 'The provided password is neither a moderator or attendee password');
}

/** @throws Failed `maxParticipantsReached` when as many people as the program allows are there, other than this one */
async function requireSeat(
  { meetings }: Pick<BbbParts, 'meetings'>,
  meeting: Meeting,
  userId: string | undefined,
): Promise<void> {
  const most = wholeIn(parametersIn(meeting), 'maxParticipants') ?? 0;
  if (most === 0) return;
  const [now] = await meetings.now([meeting]);
  const people = new Set(now?.attendees.map((one) => one.userId));
  if (people.size < most || (userId !== undefined && people.has(userId))) return;
  throw new Failed('maxParticipantsReached', 'The number of participants allowed for this meeting has been reached.');
}

/** What stands behind `userdata-`, by name. */
function customIn(parameters: Parameters): Readonly<Record<string, string>> {
  const found = [...parameters].flatMap(([name, value]) => {
    const key = /^userdata-([^-]+)$/.exec(name)?.[1];
    return key === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(found);
}

/** Where a browser goes whose join failed: the page that the request or the meeting names, else this server's. */
async function errorPage({ meetings }: BbbParts, { owner, parameters, origin }: Asked, error: Failed): Promise<string> {
  const { key, message } = error;
  const meetingId = parameters.get('meetingID') ?? '';
  const own = meetingId === '' ? undefined : await meetings.find(owner, meetingId);
  const named =
    webAddress(parameters.get('errorRedirectUrl')) ??
    webAddress(parameters.get('logoutURL')) ??
    webAddress(own?.parameters['logoutURL']);
  const page = new URL(named ?? `${origin}/`);
  page.searchParams.append('errors', JSON.stringify([{ key, message }]));
  return page.href;
}
