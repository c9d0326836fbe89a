import { createHmac } from 'node:crypto';
import type { OutwardRequest } from '../../outward/ports.ts';
import type { CallbackKind } from '../../storage/recordPorts.ts';
import type { BbbMeeting } from './events.ts';

/** The addresses that the creator of a meeting gave, by when they are asked. */
export function callbacksOf({ parameters, parent }: BbbMeeting): readonly { kind: CallbackKind; url: string }[] {
  const given = (...names: string[]) => names.map((name) => parameterOf(parameters, name)).find((url) => url !== '');
  const all: readonly (readonly [CallbackKind, string | undefined])[] = [
    ['ended', given('meetingEndedURL')],
    // Breakouts end with their parent, whose program is told.
    ['endCallback', parent === null ? given('meta_endCallbackUrl') : undefined],
    ['analytics', parent === null ? given('meta_analytics-callback-url') : undefined],
    [
      'recordingReady',
      given('meta_bbb-recording-ready-url', 'meta_bn-recording-ready-url', 'meta_canvas-recording-ready-url'),
    ],
  ];
  return all.flatMap(([kind, url]) => (url === undefined ? [] : [{ kind, url }]));
}

/** The names of metadata are the same in upper and lower case. */
function parameterOf(parameters: Readonly<Record<string, string>>, name: string): string {
  const found = Object.keys(parameters).find((one) => one.toLowerCase() === name.toLowerCase());
  return (found === undefined ? undefined : parameters[found]) ?? '';
}

/** The address of `meta_endCallbackUrl` with what BigBlueButton adds. */
export function endCallbackUrl(url: string, meetingId: string, isRecorded: boolean): string {
  const added = new URLSearchParams({ recordingmarks: String(isRecorded), meetingID: meetingId });
  return `${url}${url.includes('?') ? '&' : '?'}${added.toString()}`;
}

/** The request that says that a recording can be played, signed with the secret of the API. */
export function recordingReadyRequest(
  url: string,
  { meetingId, recordId }: { readonly meetingId: string; readonly recordId: string },
  secret: string,
): Pick<OutwardRequest, 'method' | 'url' | 'headers' | 'body'> {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ meeting_id: meetingId, record_id: recordId })}`;
  const token = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  const body = new URLSearchParams({ signed_parameters: token }).toString();
  return { method: 'POST', url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body };
}
