import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import { endpoints } from '@plenum/shared/api/index';
import { apiRoot, errorsOf } from '@plenum/shared/core/endpoint';
import * as z from 'zod/mini';
import { Running } from './running.ts';

const Operation = z.object({
  operationId: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean() })),
  requestBody: z.optional(z.object({ content: z.record(z.string(), z.unknown()) })),
  responses: z.record(z.string(), z.object({ description: z.string() })),
});
const Document = z.object({
  openapi: z.string(),
  servers: z.array(z.object({ url: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});

async function served(): Promise<Record<string, unknown>> {
  const running = await Running.create();
  try {
    const { status, json } = await running.http('GET', '/api/openapi.json');
    expect(status).toBe(200);
    return z.parse(z.record(z.string(), z.unknown()), json);
  } finally {
    await running.close();
  }
}

it('the server gives a valid OpenAPI 3.1 document that has every endpoint as its contract describes it', async () => {
  const document = await served();
  const validator = new Validator();
  expect(await validator.validate(document)).toMatchObject({ valid: true });
  expect(validator.version).toBe('3.1');
  const { paths, servers } = Document.parse(document);
  expect(servers).toEqual([{ url: apiRoot }]);
  const written = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ at: `${method} ${path}`, ...operation })),
  );
  expect(written.map(({ operationId }) => operationId).sort()).toEqual(endpoints.map(({ name }) => name).sort());
  for (const one of endpoints) {
    const found = written.find(({ operationId }) => operationId === one.name);
    expect(found?.at).toBe(`${one.method.toLowerCase()} ${one.path.replaceAll(/:(\w+)/g, '{$1}')}`);
    const names = (place: string) => found?.parameters.filter((each) => each.in === place).map(({ name }) => name);
    expect(names('path')).toEqual(Object.keys(one.params ?? {}));
    expect(names('query')).toEqual(Object.keys(one.query?.shape ?? {}));
    const type = one.body ? ['application/octet-stream'] : one.input && ['application/json'];
    expect(found?.requestBody && Object.keys(found.requestBody.content)).toEqual(type);
    const told = Object.values(found?.responses ?? {}).map(({ description }) => description);
    for (const code of errorsOf(one))
      expect(
        told.some((words) => words.includes(`\`${code}\``)),
        code,
      ).toBe(true);
  }
});
