import { canonicalJson } from '@bali/ledger';
import { type CorrectionEvent, definitionOf } from '@bali/trial';
import { describedField } from '../field-schema.js';
import { isFreeText, type ShowText } from '../texts.js';
import type { About } from './words.js';

/** What follows the person's name: which field, in which event, from which value to which. */
export function correctionPhrase(correction: CorrectionEvent['data'], { patient, show }: About): string {
  const { correctedEvent, correctedType, field, oldValue, newValue, computed } = correction;
  const definition = definitionOf(correctedType);
  const shown = (value: unknown): string => shownValue(value, isFreeText(correctedType, field) ? show : undefined);
  const record = patient === '' ? 'the record of the trial' : `the record of patient ${patient}`;
  return (
    `corrected in ${record} the ${describedField(definition.data, field)} (${field} of ${correctedType} ` +
    `${correctedEvent}) from ${shown(oldValue)} to ${shown(newValue)}` +
    (computed ? ', as the software computed from another value that was corrected' : '')
  );
}

function shownValue(value: unknown, show: ShowText | undefined): string {
  if (value === undefined) return 'nothing';
  if (typeof value !== 'string') return canonicalJson(value);
  return show === undefined ? `“${value}”` : show(value);
}
