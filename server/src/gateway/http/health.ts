import express from 'express';

/** What the health checks ask. */
export interface Health {
  readonly version: string;
  /** The name of what is not ready; undefined when everything is. */
  readonly notReady: () => Promise<string | undefined>;
}

/** `/healthz`: the process lives. `/readyz`: it can carry a meeting. `/version`. */
export function healthRoutes({ version, notReady }: Health): express.Router {
  const router = express.Router();
  router.get('/healthz', (_request, response) => {
    response.json({ ok: true, name: 'plenum' });
  });
  router.get('/readyz', async (_request, response) => {
    const missing = await notReady();
    response.status(missing === undefined ? 200 : 503).json({ ok: missing === undefined, missing });
  });
  router.get('/version', (_request, response) => {
    response.json({ name: 'plenum', version });
  });
  return router;
}
