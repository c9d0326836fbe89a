import express from 'express';

/** What the health checks read. */
export interface Health {
  readonly version: string;
  readonly readiness: () => Promise<Readiness>;
}

/** Whether the server can carry a meeting. */
interface Readiness {
  /** The part that is not ready; undefined when all are. */
  readonly missing?: string;
  /** The reason, in words for an operator. */
  readonly reason?: string;
  /** The number of uncaught faults since the process began; each is in the log. They do not make the server unready. */
  readonly faults: number;
}

/** `/healthz`: the process runs. `/readyz`: it can carry a meeting. `/version`. */
export function healthRoutes({ version, readiness }: Health): express.Router {
  const router = express.Router();
  router.get('/healthz', (_request, response) => {
    response.json({ ok: true, name: 'plenum' });
  });
  router.get('/readyz', async (_request, response) => {
    const state = await readiness();
    const ok = state.missing === undefined;
    response.status(ok ? 200 : 503).json({ ok, ...state });
  });
  router.get('/version', (_request, response) => {
    response.json({ name: 'plenum', version });
  });
  return router;
}
