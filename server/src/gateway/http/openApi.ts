import { STATUS_CODES } from 'node:http';
import { openApi } from '@plenum/shared/api/server/contract';
import type { Schema } from '@plenum/shared/core/contract';
import { apiRoot, type Endpoint, errorsOf } from '@plenum/shared/core/endpoint';
import { assertNever, type ErrorCode, Failure } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import { statusesOf } from './failures.ts';
import { type Serving, serving } from './serving.ts';

type Json = Readonly<Record<string, unknown>>;

const failure = { $ref: '#/components/schemas/Failure' };

/** Serves the OpenAPI document of these endpoints and of itself. */
export function openApiServing(others: readonly Serving[], version: string): Serving {
  const document = documentOf([...others.map(({ endpoint }) => endpoint), openApi], version);
  return serving(openApi, { handle: () => ({ ...document }) });
}

function securityOf(who: Endpoint['who']): readonly Json[] {
  switch (who.by) {
    case 'anyone':
      return who.known ? [{}, { session: [] }] : [];
    case 'seat':
      return [{ seat: [] }];
    case 'operator':
      return [{ session: [] }];
    case 'account':
      return [{ session: [] }, ...(who.scope === undefined ? [] : [{ key: [] }])];
    default:
      return assertNever(who);
  }
}

/** The OpenAPI 3.1 document of the endpoints; zod writes their schemas. */
function documentOf(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Plenum',
      version,
      description:
        'The events of a meeting go over sockets. These endpoints give access to the sockets and transfer files.',
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    servers: [{ url: apiRoot }],
    paths,
    components: {
      securitySchemes: {
        seat: { type: 'http', scheme: 'bearer', description: 'The seat in a room, from the welcome of a room line.' },
        key: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key of an organisation, with the scope in `x-scope`.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'plenum.session_token',
          description: 'The session of an account.',
        },
      },
      schemas: { Failure: schemaOf(Failure, 'output') },
    },
  };
}

function operationOf(endpoint: Endpoint): Json {
  const { name, summary, who, limit } = endpoint;
  const body = bodyOf(endpoint);
  return {
    operationId: name,
    summary,
    tags: [name.split(':')[0]],
    security: securityOf(who),
    ...(who.by === 'seat' && who.needs !== undefined && { 'x-ability': who.needs }),
    ...(who.by === 'account' && who.scope !== undefined && { 'x-scope': who.scope }),
    ...(who.by === 'operator' && { 'x-operator': true }),
    'x-limit': limit,
    parameters: [
      ...Object.entries(endpoint.params ?? {}).map(([param, schema]) => parameterOf('path', param, schema)),
      ...Object.entries(fieldsOf(endpoint)).map(([field, schema]) => parameterOf('query', field, schema)),
    ],
    ...(body && { requestBody: { required: true, content: body } }),
    responses: { ...answerOf(endpoint), ...failuresOf(errorsOf(endpoint)) },
  };
}

function fieldsOf({ query }: Endpoint): Readonly<Record<string, Schema>> {
  // The shape of a strict object has only schemas; zod types it more loosely for its own recursion.
  const shape: unknown = query?.shape ?? {};
  return shape as Readonly<Record<string, Schema>>;
}

function parameterOf(place: 'path' | 'query', name: string, schema: Schema): Json {
  const required = place === 'path' || !schema.safeParse(undefined).success;
  return { name, in: place, required, schema: schemaOf(schema, 'input') };
}

function bodyOf({ body, input, mostBytes }: Endpoint): Json | undefined {
  if (body) return { 'application/octet-stream': { schema: { description: `At most ${mostBytes} bytes.` } } };
  return input && { 'application/json': { schema: schemaOf(input, 'input') } };
}

function answerOf({ answer, output, status = 200 }: Endpoint): Json {
  const schema = output && schemaOf(output, 'output');
  if (answer === 'bytes') return { [status]: { description: 'The file.', content: { '*/*': {} } } };
  if (answer === 'calendar') return { [status]: { description: 'The calendar.', content: { 'text/calendar': {} } } };
  if (answer === 'lines') {
    const description = 'Lines of JSON that report progress; the last one has the result.';
    return { [status]: { description, content: { 'application/x-ndjson': { schema } } } };
  }
  return { [status]: { description: STATUS_CODES[status] ?? '', content: { 'application/json': { schema } } } };
}

function failuresOf(codes: readonly ErrorCode[]): Json {
  const statuses = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    for (const status of statusesOf(code)) statuses.set(status, [...(statuses.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...statuses].map(([status, under]) => [
      status,
      {
        description: under.map((code) => `\`${code}\``).join(' or '),
        content: { 'application/json': { schema: failure } },
      },
    ]),
  );
}

function schemaOf(schema: Schema, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...written } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return written;
}
