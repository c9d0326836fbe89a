import * as contract from '@plenum/shared/api/plan/contract';
import { AppError } from '@plenum/shared/core/errors';
import type { Plans } from '../../../records/plan/plan.ts';
import { limiter } from '../guards.ts';
import { type Serving, serving } from '../serving.ts';

/** How many calendars that do not exist one network may ask for in a minute. */
const misses = { requests: 30, seconds: 60 };

/** Serves planned meetings and the calendars of spaces. @param now epoch ms */
export function planServings(plans: Plans, now: () => number): readonly Serving[] {
  const limit = limiter(misses);
  return [
    serving(contract.listPlans, {
      handle: async ({ acting, params }) => ({ plans: await plans.list({ acting, ...params }) }),
    }),
    serving(contract.createPlan, {
      handle: ({ acting, params, input }) => plans.create({ acting, ...params }, input),
    }),
    serving(contract.changePlan, {
      handle: ({ acting, params: { space, plan }, input }) => plans.change({ acting, space }, plan, input),
    }),
    serving(contract.removePlan, {
      async handle({ acting, params: { space, plan } }) {
        await plans.remove({ acting, space }, plan);
        return {};
      },
    }),
    serving(contract.listPlanGuests, {
      handle: async ({ acting, params: { space, plan } }) => ({ guests: await plans.guests({ acting, space }, plan) }),
    }),
    serving(contract.invitePlanGuests, {
      handle: async ({ acting, params: { space, plan }, input }) => ({
        guests: await plans.invite({ acting, space }, plan, input.emails),
      }),
    }),
    serving(contract.uninvitePlanGuest, {
      async handle({ acting, params: { space, plan, guest } }) {
        await plans.uninvite({ acting, space }, plan, guest);
        return {};
      },
    }),
    serving(contract.listNext, { handle: async ({ acting }) => ({ next: await plans.next(acting) }) }),
    serving(contract.readCalendar, {
      async handle({ params, origin, address }) {
        try {
          return await plans.calendar({ ...params, origin, now: now() });
        } catch (error) {
          if (error instanceof AppError && error.code === 'notFound') await limit(address);
          throw error;
        }
      },
    }),
  ];
}
