import { type Action, GRANTS, type Role, ROLE_IDS } from '@bali/access';
import { type SignatureId, SIGNATURES } from '@bali/trial';
import { oneOf, record } from '@bali/schema';
import { Type } from 'typebox';
import { type DocumentedAnswer, text } from '@bali/shared-routes';

/** What is signed, with which sentence, and by whom. */
export interface SignatureMeaning {
  readonly id: SignatureId;
  readonly title: string;
  /** As it has to be shown to the signer, and sent with the signature. */
  readonly meaning: string;
  readonly events: readonly string[];
  readonly roles: readonly Role[];
  readonly source: string;
}

/** The action that leads to what is signed: who may do it signs it. */
const ACTIONS: Readonly<Record<SignatureId, Action>> = {
  eligibility: 'confirm-eligibility',
  randomization: 'randomize',
  'product-release': 'release-product',
  'serious-adverse-event': 'report-adverse-event',
  'sponsor-assessment': 'assess-adverse-event',
  annulment: 'annul-entries',
  'annulment-request': 'request-annulment',
  erratum: 'record-erratum',
  'sign-off': 'sign-off-patient',
  'card-opening': 'document-cards',
  'unit-statement': 'confirm-unit-records',
  'database-lock': 'lock-database',
  'database-unlock': 'unlock-database',
  'emergency-unblinding': 'unblind-in-emergency',
  'planned-unblinding': 'unblind-as-planned',
  'sealed-judgement': 'seal-judgement',
  adjudication: 'adjudicate-endpoint',
  'unit-deviations': 'judge-unit-deviations',
  'trial-unblinding': 'unblind-trial',
};

export function signatureMeanings(): readonly SignatureMeaning[] {
  return (Object.keys(SIGNATURES) as SignatureId[]).map((id) => {
    const { title, meaning, events, source } = SIGNATURES[id];
    return { id, title, meaning, events, roles: GRANTS[ACTIONS[id]].roles, source };
  });
}

export const SIGNATURE_MEANINGS_ANSWER: DocumentedAnswer<readonly SignatureMeaning[]> = {
  description: 'What is signed; of events that are signed only if they are serious, those',
  schema: Type.Array(
    record({
      id: oneOf('stable', Object.keys(SIGNATURES)),
      title: text('as people call it'),
      meaning: text('the sentence that is shown to the signer, and sent with the signature to the letter'),
      events: Type.Array(text('a type of event'), { description: 'that stand under it' }),
      roles: Type.Array(oneOf('a role', [...ROLE_IDS]), { description: 'that sign it' }),
      source: text('the rule that asks for it'),
    }),
  ),
  example: signatureMeanings().slice(0, 1),
};
