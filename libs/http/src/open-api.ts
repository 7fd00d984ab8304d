import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from './problems/problem.js';
import { BEARER } from './security/bearer.js';
import { addRequestExamples } from './request-examples.js';

/** A part of an API, as its operations name it. */
export interface OpenApiTag {
  readonly name: string;
  readonly description: string;
}

export interface OpenApiOptions {
  readonly title: string;
  /** Markdown. */
  readonly description: string;
  readonly version: string;
  /** The parts of the API, in the order in which they are shown. */
  readonly tags?: readonly OpenApiTag[];
}

const FIELD_ERROR = {
  type: 'object',
  required: ['field', 'rule', 'message'],
  properties: {
    field: { type: 'string', description: 'JSON pointer (RFC 6901) to the field', example: '/ulcers/0/site' },
    rule: { type: 'string', example: 'calendar-date' },
    message: { type: 'string', example: 'must be a date that exists, YYYY-MM-DD, from 1900' },
  },
};

const PROBLEM = {
  type: 'object',
  description: 'What went wrong (RFC 9457). `code` never changes its meaning; each is explained at its `type`.',
  required: ['type', 'title', 'status', 'instance', 'code'],
  properties: {
    type: { type: 'string', format: 'uri-reference', example: '/problems/invalid-input' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string' },
    instance: { type: 'string', format: 'uri', description: 'the request, as `urn:uuid:` and its id' },
    code: { type: 'string', example: 'invalid-input' },
    errors: { type: 'array', items: FIELD_ERROR, description: 'each field that is not valid' },
    source: { type: 'string', description: 'where the rule comes from, such as a clause of the protocol' },
    signature: {
      type: 'object',
      description: 'what whoever signs this has to be shown, and is asked for',
      required: ['meaning', 'credentials'],
      properties: {
        meaning: { type: 'string' },
        credentials: { type: 'array', items: { type: 'string' } },
        passkey: {
          type: 'object',
          description: 'what `PublicKeyCredential.parseRequestOptionsFromJSON` takes, for whoever has a passkey',
        },
      },
    },
  },
};

const BEARER_DESCRIPTION =
  'Who sends the request. Whoever has several roles, and a token that settles none of them, names the one in which they ' +
  'act in the header `X-Role`.';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/**
 * The OpenAPI 3.1 document of an application, with what every operation may answer when it fails. An operation's id is the
 * name of its handler.
 */
function openApiDocument(app: NestFastifyApplication, options: OpenApiOptions): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(options.title)
    .setDescription(options.description)
    .setVersion(options.version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: BEARER_DESCRIPTION }, BEARER);
  for (const { name, description } of options.tags ?? []) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (_, handler) => handler,
    autoTagControllers: false,
  });
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: PROBLEM } };
  addRequestExamples(document);
  for (const path of Object.values(document.paths)) {
    for (const operation of METHODS.map((method) => path[method])) {
      if (operation !== undefined) operation.responses.default ??= problemResponse();
    }
  }
  return document;
}

function problemResponse() {
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description: 'It failed, and this is why', content: { [PROBLEM_MEDIA_TYPE]: { schema } } };
}

/**
 * Serves the document at `/openapi.json` and a page to try it at `/docs`, from files of our own. Both are open to anyone:
 * they hold no data, and a browser has no token when it opens the page. The document is made when it is first asked for.
 */
export function setUpOpenApi(app: NestFastifyApplication, options: OpenApiOptions): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app, options), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: options.title,
  });
}
