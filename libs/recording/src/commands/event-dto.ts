import { exampleBody, named, withFieldsOf } from '@bali/http';
import { MAX_TEXT_LENGTH } from '@bali/ledger';
import type { DefinedEvent, FieldSchema } from '@bali/schema';
import { SIGNATURES, type SignatureId } from '@bali/trial';
import type { ClassConstructor } from 'class-transformer';
import type { TObject } from 'typebox';
import { EnteredDto, ReasonedDto } from '../recording/reasoned.dto.js';
import { exampleSignature, Signature } from '../signing/signature.dto.js';

/** An event of which somebody enters the fields. */
export interface EnteredEvent extends DefinedEvent<string, TObject> {
  readonly computed: { readonly fields: readonly string[] } | undefined;
  readonly rules: readonly object[];
  readonly conditions: readonly { readonly field?: string }[];
}

/** How the body of a command is published. */
export interface BodyDetails {
  /** The name of the component in OpenAPI. */
  readonly body: string;
  /** Fields that do not come in the body: they stand in the path, or are assigned. */
  readonly notInBody?: readonly string[];
  readonly names?: Readonly<Record<string, string>>;
  readonly descriptions?: Readonly<Record<string, string>>;
}

/** The fields that come in the body: those that nobody computes or assigns. */
export function bodySchema(event: EnteredEvent, { notInBody = [] }: Pick<BodyDetails, 'notInBody'>): FieldSchema {
  const elsewhere = [...(event.computed?.fields ?? []), ...notInBody];
  const { properties, required = [] } = event.data as FieldSchema;
  return {
    properties: Object.fromEntries(Object.entries(properties ?? {}).filter(([name]) => !elsewhere.includes(name))),
    required: required.filter((name) => !elsewhere.includes(name)),
  };
}

/** The DTO of a command's body, with the fields of its event, a reason, and a signature if the event stands under one. */
export function bodyOf(event: EnteredEvent, details: BodyDetails): ClassConstructor<ReasonedDto> {
  const dto = named(details.body, event.mayBeAnnulled === false ? ReasonedDto : EnteredDto);
  const [signed] = event.signedUnder;
  if (signed !== undefined) Signature(signed.signature as SignatureId)(dto.prototype as object, 'signature');
  withFieldsOf(dto, {
    schema: bodySchema(event, details),
    sample: event.sample,
    names: details.names ?? {},
    descriptions: details.descriptions ?? {},
    limitsAt: (pointer) => limitsOf(event, pointer),
    maxTextLength: MAX_TEXT_LENGTH,
    ...(event.mayGiveAwayArm ? { textNote: 'It is shown only to those who may know the arm, and to its author' } : {}),
  });
  return dto;
}

interface Limits {
  readonly field: string;
  readonly min: string;
  readonly max: string;
  readonly unit?: string;
}

function limitsOf({ rules }: EnteredEvent, pointer: string): Limits | undefined {
  return rules
    .flatMap((rule) => ('limits' in rule ? [rule.limits as Limits] : []))
    .find(({ field }) => field === pointer);
}

/** An example of the whole body, with a signature where one is always asked for, and a reason where one is. */
export function bodyExample(event: EnteredEvent, details: BodyDetails): object {
  const [signed] = event.signedUnder;
  const signature =
    signed === undefined || signed.onlyIf !== undefined
      ? {}
      : { signature: exampleSignature(SIGNATURES[signed.signature as SignatureId].meaning) };
  const needsReason = event.conditions.some(({ field }) => field === '/reason');
  const reason = needsReason ? { reason: 'as agreed with the coordinating investigator' } : {};
  return { ...exampleBody(bodySchema(event, details), event.sample), ...reason, ...signature };
}
