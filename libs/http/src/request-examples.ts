import type { OpenAPIObject } from '@nestjs/swagger';

/** What is read here of a schema. */
interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly example?: unknown;
}

/** What is read and changed here of an operation. */
interface Body {
  readonly content: Record<string, { schema?: Schema; examples?: Record<string, { value: unknown }> }>;
}

/** Gives each request without an example of its whole body one that is made of the examples of its fields. */
export function addRequestExamples(document: OpenAPIObject): void {
  for (const methods of Object.values(document.paths)) {
    for (const { requestBody } of Object.values(methods as Record<string, { requestBody?: Body }>)) {
      for (const media of Object.values(requestBody?.content ?? {})) {
        media.examples ??= { 'a whole body': { value: exampleOf(media.schema ?? {}, document) ?? {} } };
      }
    }
  }
}

function exampleOf(schema: Schema, document: OpenAPIObject): unknown {
  if (schema.example !== undefined) return schema.example;
  const referred = schema.$ref === undefined ? schema.allOf?.[0] : componentOf(schema.$ref, document);
  if (referred !== undefined) return exampleOf(referred, document);
  if (schema.properties === undefined) return undefined;
  const examples = Object.entries(schema.properties).map(([name, of]) => [name, exampleOf(of, document)] as const);
  return Object.fromEntries(examples.filter(([, example]) => example !== undefined));
}

function componentOf(reference: string, { components }: OpenAPIObject): Schema {
  const schemas = components?.schemas as Record<string, Schema> | undefined;
  return schemas?.[reference.split('/').at(-1) ?? ''] ?? {};
}
