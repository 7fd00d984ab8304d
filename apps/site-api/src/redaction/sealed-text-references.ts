import type { LedgerRecord } from '@bali/ledger';
import type { TextReference } from '@bali/projections';
import { eventFields, type PendingRequest } from '@bali/trial';
import { sealedDefinitionOf } from '../sealed/sealed-events.js';

/** Every free text beside the sealed ledger that a record, as it is opened, refers to. */
export function sealedTextReferencesOf({ type, data, metadata }: LedgerRecord): readonly TextReference[] {
  const fields = Object.entries(data as Readonly<Record<string, unknown>>);
  const { properties = {} } = sealedDefinitionOf(type).data as {
    readonly properties?: Readonly<Record<string, object>>;
  };
  const isText = (name: string): boolean => {
    const schema: { readonly contentMediaType?: string } = properties[name] ?? {};
    return schema.contentMediaType === eventFields.FREE_TEXT;
  };
  const { request } = data as { readonly request?: PendingRequest };
  return [
    ...(metadata.reason === undefined ? [] : [{ field: '/metadata/reason', hash: metadata.reason }]),
    ...fields.flatMap(([name, hash]) => (isText(name) ? [{ field: `/data/${name}`, hash: String(hash) }] : [])),
    ...(request?.reason === undefined ? [] : [{ field: '/data/request/reason/kept', hash: request.reason.kept }]),
  ];
}
