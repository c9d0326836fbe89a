import type { Row } from './accessRows.ts';

const giving = (input: object) => () => ({ input });

/** Requests about signing in elsewhere with an account of this server, and here with one of another. */
export const homeRows: readonly Row[] = [
  { name: 'account:lookAtAuthorization', fill: giving({ query: 'client_id=none' }), answer: 'invalid' },
  { name: 'account:authorize', fill: giving({ query: 'client_id=none', agrees: true, tells: [] }) },
  { name: 'account:grants' },
  { name: 'account:endGrant', fill: () => ({ params: { client: 'no-client' } }) },
  { name: 'account:startHome', fill: giving({ home: 'plenum.example.org' }), answer: 'forbidden' },
  { name: 'account:finishHome', fill: giving({ state: 'x' }), answer: 'forbidden' },
  { name: 'operator:clients' },
  {
    name: 'operator:registerClient',
    fill: giving({ name: 'A program', redirects: ['https://program.example.org/back'] }),
  },
  {
    name: 'operator:removeClient',
    async fill({ records }) {
      const { provider } = records.running.server.accounts;
      const { client } = await provider.register('A program', ['https://program.example.org/back']);
      return { params: { client } };
    },
  },
];
