import type { Row, Scenes } from './accessRows.ts';

const inOrganisation = ({ records: { organisation } }: Scenes) => ({ params: { organisation } });

/** Requests about the secrets of programs. */
export const integrationRows: readonly Row[] = [
  {
    name: 'organisation:createBbbSecret',
    fill: async (scenes) => {
      await scenes.records.revokeBbbSecrets();
      return { ...inOrganisation(scenes), input: { name: 'x' } };
    },
  },
  { name: 'organisation:bbbSecrets', fill: inOrganisation },
  {
    name: 'organisation:revokeBbbSecret',
    fill: async ({ records }) => ({
      params: { organisation: records.organisation, secret: await records.newBbbSecret() },
    }),
  },
];
