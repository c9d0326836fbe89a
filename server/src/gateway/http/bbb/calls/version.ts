import { type Call, success } from '../call.ts';

/** The version of the API that Plenum speaks; clients choose their manners by it. */
const apiVersion = '2.0';

/** The index of the API: which version it has. Anybody may ask. */
export const version: Call = {
  name: '',
  methods: ['GET', 'POST'],
  bodies: ['own'],
  signed: 'none',
  async handle({ request }) {
    if (request.is('application/json') === 'application/json') {
      const versions = { version: apiVersion, apiVersion, bbbVersion: '', graphqlWebsocketUrl: '', graphqlApiUrl: '' };
      return { json: { response: { returncode: 'SUCCESS', ...versions } } };
    }
    return {
      nodes: [
        success,
        ['version', apiVersion],
        ['apiVersion', apiVersion],
        ['bbbVersion', ''],
        ['html5PluginSdkVersion', ''],
        ['graphqlWebsocketUrl', ''],
        ['graphqlApiUrl', ''],
      ],
    };
  },
};
