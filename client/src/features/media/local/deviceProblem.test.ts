import { describe, expect, it } from 'vitest';
import en from '../words/en.json';
import { problemOf } from './deviceProblem.ts';

const refusal = (name: string, message = '') => new DOMException(message, name);

describe('problemOf', () => {
  it.each([
    [refusal('NotAllowedError', 'Permission denied'), 'denied'],
    [refusal('NotAllowedError', 'Permission denied by system'), 'systemDenied'],
    [refusal('SecurityError'), 'denied'],
    [refusal('NotFoundError'), 'missing'],
    [refusal('NotReadableError'), 'busy'],
    [refusal('AbortError'), 'busy'],
    [refusal('OverconstrainedError'), 'unsuitable'],
    [refusal('NotSupportedError'), 'missing'],
    [refusal('SomethingNew'), 'unknown'],
    ['no error at all', 'unknown'],
  ])('%o is %s', (error, expected) => expect(problemOf(error, true)).toBe(expected));

  it('says that the page is not secure when the browser has no devices because of that', () => {
    expect(problemOf(new TypeError('undefined is not an object'), false)).toBe('insecure');
    expect(problemOf(new TypeError('undefined is not an object'), true)).toBe('missing');
  });

  it('has words of its own for each problem of each device', () => {
    const all = Object.values(en.deviceError).flatMap((words) => Object.values(words));
    expect(new Set(all).size).toBe(all.length);
    for (const words of all) expect(words).toMatch(/[.:]$|\.$/);
  });
});
