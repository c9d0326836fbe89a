import { type Call, success } from '../call.ts';
import { Failed } from '../failure.ts';
import type { BbbHook, BbbParts } from '../ports.ts';
import type { Node } from '../xml.ts';

type Parts = Pick<BbbParts, 'hooks' | 'failed'>;

/** The form of a call about webhooks. */
const form = { methods: ['GET'], bodies: [], signed: 'checksum' } as const;

/** Registers an address for events; the same address again is a success with a warning. */
export function createHook({ hooks, failed }: Parts): Call {
  return {
    ...form,
    name: 'hooks/create',
    async handle({ owner, secret, parameters }) {
      const callbackUrl = parameters.get('callbackURL');
      if (callbackUrl === undefined || callbackUrl === '') {
        throw new Failed('missingParamCallbackURL', 'You must specify a callbackURL in the parameters.');
      }
      const events = (parameters.get('eventID') ?? '').split(',').map((one) => one.trim().toLowerCase());
      const wish = {
        owner,
        secret,
        callbackUrl,
        meetingId: parameters.get('meetingID') || undefined,
        events: events.filter((one) => one !== ''),
        raw: parameters.get('getRaw')?.toLowerCase() === 'true',
      };
      const { hook, isNew } = await hooks.create(wish).catch((error: unknown) => {
        failed('creating a hook', error);
        throw new Failed('createHookError', 'An error happened while creating your hook. Check the logs.');
      });
      if (!isNew) {
        const words = 'There is already a hook for this callback URL.';
        return { nodes: [success, ['hookID', hook.id], ['messageKey', 'duplicateWarning'], ['message', words]] };
      }
      return { nodes: [success, ['hookID', hook.id], ...kindOf(hook)] };
    },
  };
}

export function destroyHook({ hooks, failed }: Parts): Call {
  return {
    ...form,
    name: 'hooks/destroy',
    async handle({ owner, parameters }) {
      const id = parameters.get('hookID');
      if (id === undefined || id === '') {
        throw new Failed('missingParamHookID', 'You must specify a hookID in the parameters.');
      }
      const isKnown =
        /^[1-9][0-9]{0,14}$/.test(id) &&
        (await hooks.destroy(owner, Number(id)).catch((error: unknown) => {
          failed('removing a hook', error);
          throw new Failed('destroyHookError', 'An error happened while removing your hook. Check the logs.');
        }));
      if (!isKnown) throw new Failed('destroyMissingHook', 'The hook informed was not found.');
      return { nodes: [success, ['removed', true]] };
    },
  };
}

export function listHooks({ hooks, failed }: Parts): Call {
  return {
    ...form,
    name: 'hooks/list',
    async handle({ owner, parameters }) {
      const all = await hooks.list(owner, parameters.get('meetingID') || undefined).catch((error: unknown) => {
        failed('listing hooks', error);
        throw new Failed('listHookError', 'An error happened while listing registered hooks. Check the logs.');
      });
      return { nodes: [success, ['hooks', all.map(hookNode)]] };
    },
  };
}

/** Says to anybody that webhooks are served. */
export const pingHooks: Call = {
  ...form,
  name: 'hooks/ping',
  signed: 'none',
  handle: async () => ({ text: 'bbb-webhooks API up!' }),
};

function hookNode(hook: BbbHook): Node {
  const { id, callbackUrl, meetingId, events } = hook;
  return [
    'hook',
    [
      ['hookID', id],
      ['callbackURL', { cdata: callbackUrl }],
      ...(meetingId === undefined ? [] : [['meetingID', { cdata: meetingId }] as const]),
      ...(events.length === 0 ? [] : [['eventID', events.join(',')] as const]),
      ...kindOf(hook),
    ],
  ];
}

function kindOf({ permanent, raw }: BbbHook): readonly Node[] {
  return [
    ['permanentHook', permanent],
    ['rawData', raw],
  ];
}
