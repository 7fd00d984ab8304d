import { canonicalJson } from '@bali/ledger';
import { type CorrectionEvent, definitionOf } from '@bali/trial';
import { describedField } from '../field-schema.js';
import { isFreeText, type ShowText } from '../texts.js';
import type { Phrases } from './words.js';

export const CORRECTION_PHRASES: Phrases<CorrectionEvent['type']> = {
  DataCorrected: ({ correctedEvent, correctedType, field, oldValue, newValue, computed }, { patient, show }) => {
    const definition = definitionOf(correctedType);
    const shown = (value: unknown): string => shownValue(value, isFreeText(correctedType, field) ? show : undefined);
    const where = patient === '' ? 'in the record of the trial' : `in the record of patient ${patient}`;
    return (
      `${where}, of “${definition.about}” (${correctedType} ${correctedEvent}), the ${describedField(definition.data, field)} ` +
      `(${field}) is ${shown(newValue)} and not ${shown(oldValue)}` +
      (computed ? ', as the software computed from a corrected value' : '')
    );
  },
};

function shownValue(value: unknown, show: ShowText | undefined): string {
  if (value === undefined) return 'empty';
  if (typeof value !== 'string') return canonicalJson(value);
  return show === undefined ? `“${value}”` : show(value);
}
