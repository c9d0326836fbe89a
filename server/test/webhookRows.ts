import type { Row, Scenes } from './accessRows.ts';

const inOrganisation = ({ records: { organisation } }: Scenes) => ({ params: { organisation } });

/** A webhook with a delivery that is over. */
const aWebhook =
  (input?: object) =>
  async ({ records }: Scenes) => {
    const { id: webhook } = await records.newWebhook();
    return { params: { organisation: records.organisation, webhook }, ...(input && { input }) };
  };

/** Requests about webhooks. */
export const webhookRows: readonly Row[] = [
  { name: 'webhook:list', fill: inOrganisation },
  {
    name: 'webhook:create',
    fill: (scenes) => ({
      ...inOrganisation(scenes),
      input: { name: 'x', url: 'https://example.org/', events: ['meeting.ended'] },
    }),
  },
  { name: 'webhook:change', fill: aWebhook({ name: 'y' }) },
  { name: 'webhook:remove', fill: aWebhook() },
  { name: 'webhook:deliveries', fill: aWebhook() },
  {
    name: 'webhook:sendAgain',
    fill: async ({ records }) => {
      const { id: webhook, delivery } = await records.newWebhook();
      return { params: { organisation: records.organisation, webhook, delivery }, input: {} };
    },
  },
  { name: 'webhook:test', fill: aWebhook({}) },
];
