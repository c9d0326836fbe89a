import * as contract from '@plenum/shared/api/webhook/contract';
import type { Webhooks } from '../../../records/webhook/webhook.ts';
import { type Serving, serving } from '../serving.ts';

/** Serves the webhooks of organisations and their deliveries. */
export function webhookServings(webhooks: Webhooks): readonly Serving[] {
  return [
    serving(contract.listWebhooks, {
      handle: async ({ acting, params }) => ({ webhooks: await webhooks.list({ acting, ...params }) }),
    }),
    serving(contract.createWebhook, {
      handle: ({ acting, params, input }) => webhooks.create({ acting, ...params }, input),
    }),
    serving(contract.changeWebhook, {
      handle: ({ acting, params, input }) => webhooks.change({ acting, ...params }, input),
    }),
    serving(contract.removeWebhook, {
      async handle({ acting, params }) {
        await webhooks.remove({ acting, ...params });
        return {};
      },
    }),
    serving(contract.listDeliveries, {
      handle: ({ acting, params, query }) => webhooks.deliveries({ acting, ...params }, query.before),
    }),
    serving(contract.sendAgain, {
      async handle({ acting, params: { delivery, ...about } }) {
        await webhooks.again({ acting, ...about }, delivery);
        return {};
      },
    }),
    serving(contract.testWebhook, { handle: ({ acting, params }) => webhooks.test({ acting, ...params }) }),
  ];
}
