import { expect, it } from 'vitest';
import type { Asked } from './Browser.ts';
import { answerTo } from './film.ts';

const about = { recording: 'this', ticket: 'the-ticket' };
const answered = { status: 200, headers: [], body: Buffer.from('') };

/** Whether the page gets an answer to a request, from the server's own handler. */
async function reaches(url: string, method = 'GET'): Promise<boolean> {
  const asked: Asked[] = [];
  const ask = (one: Asked) => {
    asked.push(one);
    return Promise.resolve(answered);
  };
  try {
    await answerTo({ method, url: new URL(url, 'http://localhost'), headers: {} }, { ...about, ask });
  } catch {
    expect(asked).toEqual([]);
    return false;
  }
  return asked.length === 1;
}

it('[RK13] the page reaches the files of the client and its recording with the ticket', async () => {
  for (const path of [
    '/recordings/this/film?key=the-ticket',
    '/assets/main-123.js',
    '/favicon.svg',
    '/api/recordings/this?key=the-ticket',
    '/api/recordings/this/streams/0001.webm?key=the-ticket',
  ]) {
    expect(await reaches(path), path).toBe(true);
  }
});

it('[RK13] the page reaches no other recording, endpoint, method, site or port', async () => {
  for (const path of [
    '/api/recordings/this',
    '/api/recordings/this/log?key=another',
    '/api/recordings/thisone?key=the-ticket',
    '/api/recordings/other?key=the-ticket',
    '/api/recordings/this/../other?key=the-ticket',
    '/api/account',
    '/api/openapi.json',
    '/api',
    '/assets/../api/account',
    '/assets/%2e%2e/api/account',
    '/.env',
    'http://localhost:3000/assets/main.js',
    'https://localhost/assets/main.js',
    'http://example.org/assets/main.js',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'data:text/plain,x',
  ]) {
    expect(await reaches(path), path).toBe(false);
  }
  expect(await reaches('/api/recordings/this?key=the-ticket', 'DELETE')).toBe(false);
  expect(await reaches('/recordings/this/film', 'POST')).toBe(false);
});
