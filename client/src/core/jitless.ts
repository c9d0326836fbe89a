import * as z from 'zod/mini';

// A strict content security policy reports zod's probe of `new Function`, and zod decides when a schema is built:
// this module must be evaluated before any schema of @plenum/shared.
z.config({ jitless: true });
