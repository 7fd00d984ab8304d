import { OpenApiDocument } from '@bali/http/testing';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { SiteApiUnderTest } from './site-api-under-test.js';

export { OpenApiDocument };

/** The document that a running site API serves. */
export async function openApiDocumentOf(api: SiteApiUnderTest): Promise<OpenApiDocument> {
  return new OpenApiDocument(await api.read<OpenAPIObject>('/openapi.json', { as: null }));
}
