import { randomUUID } from 'node:crypto';
import type { Row, Scenes } from './accessRows.ts';

const inOrganisation = ({ records: { organisation } }: Scenes) => ({ params: { organisation } });

/** A learning platform that is not registered yet. */
const platformInput = () => ({
  name: 'Moodle',
  issuer: 'https://moodle.example',
  clientId: randomUUID(),
  deployments: ['1'],
  keysUrl: 'https://moodle.example/mod/lti/certs.php',
  signInUrl: 'https://moodle.example/mod/lti/auth.php',
});

/** Requests about what an organisation sets for other web sites. */
export const embeddingRows: readonly Row[] = [
  { name: 'embedding:read', fill: inOrganisation },
  { name: 'embedding:createKey', fill: (scenes) => ({ ...inOrganisation(scenes), input: { name: 'x' } }) },
  {
    name: 'embedding:revokeKey',
    fill: async ({ records }) => ({
      params: { organisation: records.organisation, key: (await records.newSigningKey()).id },
    }),
  },
  {
    name: 'embedding:addPlatform',
    fill: (scenes) => ({ ...inOrganisation(scenes), input: platformInput() }),
  },
  {
    name: 'embedding:removePlatform',
    fill: async ({ records }) => ({
      params: { organisation: records.organisation, platform: await records.newPlatform(platformInput()) },
    }),
  },
  { name: 'embedding:setOrigins', fill: (scenes) => ({ ...inOrganisation(scenes), input: { origins: [] } }) },
];

/** Requests by the link of another program. */
export const joinRows: readonly Row[] = ['join:look', 'join:enter'].map(
  (name): Row => ({
    name,
    about: 'by a wrong link',
    fill: () => ({ input: { token: 'ab.cd.ef' } }),
    answer: 'forbidden',
  }),
);
