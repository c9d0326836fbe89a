import { Failed } from './failure.ts';
import type { Meeting } from './ports.ts';
import type { Parameters } from './query.ts';

/** The meeting id of a request. @throws Failed */
export function meetingIdOf(parameters: Parameters): string {
  const id = parameters.get('meetingID') ?? '';
  if (id.trim() === '') throw new Failed('missingParamMeetingID', 'You must provide a meeting ID');
  requireSize('Meeting ID', id, 2, 256);
  if (id.includes(',')) throw new Failed('sizeError', "Meeting ID cannot contain ','");
  return id;
}

/** @throws Failed `sizeError` */
export function requireSize(what: string, text: string, least: number, most: number): void {
  if (text.length >= least && text.length <= most) return;
  throw new Failed('sizeError', `${what} must be between ${least} and ${most} characters`);
}

/** A truth value: BigBlueButton takes any text but `true` as false. @throws Failed for a value that is neither, where that is checked */
export function booleanIn(
  parameters: { get(name: string): string | undefined },
  name: string,
  fallback = false,
): boolean {
  const value = parameters.get(name);
  return value === undefined || value === '' ? fallback : value.toLowerCase() === 'true';
}

/** @throws Failed `validationError` for a value that is given and no truth value */
export function requireBoolean(parameters: Parameters, name: string, words: string): void {
  const value = parameters.get(name);
  if (value === undefined || value === '' || /^(true|false)$/i.test(value)) return;
  throw new Failed('validationError', words);
}

/** A whole number of a parameter; undefined for one that is missing or none. */
export function wholeIn(parameters: { get(name: string): string | undefined }, name: string): number | undefined {
  const value = parameters.get(name)?.trim() ?? '';
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

/** The parameters of a meeting as a map. */
export function parametersIn({ parameters }: Pick<Meeting, 'parameters'>): Parameters {
  return new Map(Object.entries(parameters));
}

/** The metadata among parameters, by name in lower case without `meta_`. */
export function metadataOf(parameters: Parameters): Readonly<Record<string, string>> {
  const found = [...parameters].flatMap(([name, value]) => {
    const key = /^meta_([a-zA-Z][a-zA-Z0-9-]{0,199})$/.exec(name)?.[1]?.toLowerCase();
    return key === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(found);
}

/** The most ids of a list. */
const mostListed = 500;

/** The ids of a list between commas, each one once. @throws Failed `validationError` for too many */
export function listIn(parameters: Parameters, name: string): readonly string[] {
  const all = (parameters.get(name) ?? '').split(',').map((one) => one.trim());
  const ids = [...new Set(all.filter((one) => one !== ''))];
  if (ids.length <= mostListed) return ids;
  throw new Failed('validationError', `${name} has more than ${mostListed} ids.`);
}

/** The features that the program of a meeting switches off. */
export function disabledIn(parameters: Parameters): ReadonlySet<string> {
  const listed = (name: string) => (parameters.get(name) ?? '').split(',').map((one) => one.trim());
  const kept = new Set(listed('disabledFeaturesExclude'));
  return new Set(listed('disabledFeatures').filter((one) => one !== '' && !kept.has(one)));
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time as BigBlueButton writes it: `Mon Jul 09 17:03:29 UTC 2018`. */
export function dateWords(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  const day = `${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${two(date.getUTCDate())}`;
  return `${day} ${time} UTC ${date.getUTCFullYear()}`;
}

/** An address on the web; undefined for any other text. */
export function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 2_000 || !URL.canParse(text)) return undefined;
  const { protocol, username, password, href } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '' ? href : undefined;
}
