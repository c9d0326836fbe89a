import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, expect, it } from 'vitest';
import { Moved } from '../../../cluster/Directory.ts';
import { bbbRoot } from './call.ts';
import { bbbDoor } from './door.ts';
import { LatestAnswers } from './LatestAnswers.ts';
import type { BbbParts, Meeting } from './ports.ts';

let server: Server | undefined;
afterEach(() => server?.close());

const meeting: Meeting = {
  owner: '',
  internalId: 'internal-1',
  meetingId: 'lesson',
  room: 'room-1',
  name: 'Lesson',
  attendeePw: 'ap',
  moderatorPw: 'mp',
  voiceBridge: '12345',
  parent: undefined,
  parameters: {},
  createdAt: 1,
  startedAt: undefined,
  endedAt: undefined,
};
const moved = new Moved({ node: 'other', roomUrl: 'https://other.test/', mediaUrl: '', inner: 'https://other.test:1' });
const unasked = () => Promise.reject(new Error('This is not asked here.'));

/** The parts of a server of whose meetings another node has the only one. */
const parts: BbbParts = {
  hooks: { create: unasked, list: unasked, destroy: unasked },
  recordings: {
    page: unasked,
    publish: unasked,
    remove: unasked,
    describe: unasked,
    tracks: unasked,
    putTrack: unasked,
  },
  meetings: {
    create: unasked,
    find: async () => meeting,
    live: unasked,
    now: unasked,
    send: unasked,
    say: unasked,
    session: unasked,
    end: unasked,
  },
  documents: { requireHere: () => Promise.reject(moved), bring: unasked },
  secrets: async () => [{ owner: '', secret: 'secret' }],
  checksums: ['sha256'],
  latest: new LatestAnswers(() => 0),
  version: '0.0.0',
  publicHost: undefined,
  failed: () => {},
};

async function insert(nodes: Parameters<typeof bbbDoor>[1]): Promise<string> {
  const app = express();
  app.use(bbbRoot, bbbDoor(parts, nodes));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const checksum = createHash('sha256').update('insertDocumentmeetingID=lessonsecret').digest('hex');
  const path = `${bbbRoot}/insertDocument?meetingID=lesson&checksum=${checksum}`;
  const { port } = server.address() as AddressInfo;
  const headers = { 'content-type': 'application/xml' };
  return (await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body: '<modules/>' })).text();
}

it('a document for a meeting of another node goes there with its whole body', async () => {
  const said = await insert({
    async forward(request: IncomingMessage, response, { place }) {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      response.end(`${place.node} ${body}`);
    },
  });
  expect(said).toBe('other <modules/>');
});

it('where no node can be asked, the program gets an error of BigBlueButton’s form', async () => {
  for (const nodes of [undefined, { forward: () => Promise.reject(moved) }]) {
    expect(await insert(nodes)).toContain('<returncode>FAILED</returncode><messageKey>internalError</messageKey>');
    server?.close();
  }
});
