import { randomUUID } from 'node:crypto';
import type { Row, Scenes } from './accessRows.ts';

const aSpace = async ({ records }: Scenes) => ({ params: { space: (await records.newSpace()).id } });
const aPlan = { title: 'Assembly', startsAt: 1_900_000_000_000, minutes: 90, zone: 'Europe/Berlin' };
const inAPlan = async ({ records }: Scenes) => {
  const { space, plan } = await records.newPlan();
  return { params: { space, plan } };
};

const withAPlanGuest = async ({ records }: Scenes) => {
  const { space, plan } = await records.newPlan();
  return { params: { space, plan, guest: await records.newPlanGuest(space, plan) } };
};

/** Requests about planned meetings. */
export const planRows: readonly Row[] = [
  { name: 'plan:list', fill: aSpace },
  { name: 'plan:create', fill: async (scenes) => ({ ...(await aSpace(scenes)), input: aPlan }) },
  { name: 'plan:change', fill: async (scenes) => ({ ...(await inAPlan(scenes)), input: aPlan }) },
  { name: 'plan:remove', fill: inAPlan },
  { name: 'plan:guests', fill: inAPlan },
  {
    name: 'plan:invite',
    fill: async (scenes) => ({ ...(await inAPlan(scenes)), input: { emails: [`${randomUUID()}@example.org`] } }),
  },
  { name: 'plan:uninvite', fill: withAPlanGuest },
  { name: 'plan:next' },
  {
    name: 'plan:calendar',
    about: 'with its secret',
    async fill({ records }) {
      const { space, slug } = await records.newPlan();
      return { params: { slug, secret: await records.calendarOf(space) } };
    },
  },
];
