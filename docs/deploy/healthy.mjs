import { get as getOver } from 'node:http';
import { get as getOverTls } from 'node:https';

// The health check of a container: ends well when the server beside it can carry a meeting, with or without TLS.
const port = process.env.PLENUM_PORT || '4443';

function answers(get, url) {
  return new Promise((resolve) => {
    const asked = get(url, { rejectUnauthorized: false }, ({ statusCode }) => resolve(statusCode === 200));
    asked.once('error', () => resolve(false));
  });
}

const isReady =
  (await answers(getOver, `http://127.0.0.1:${port}/readyz`)) ||
  (await answers(getOverTls, `https://127.0.0.1:${port}/readyz`));
process.exit(isReady ? 0 : 1);
