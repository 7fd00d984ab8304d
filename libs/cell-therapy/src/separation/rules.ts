import { refusal } from '@bali/trial';
import Big from 'big.js';
import { cellTherapyRefusal } from '../refusals.js';
import type { CellTherapyData } from '../unit/cell-events.js';
import type { Rule } from '../unit/rule.js';

/** Samples of another size in one arm would be seen in what is left for the studies. */
export const sampledAsPrescribed: Rule = {
  says: 'The samples are of the volume that the protocol prescribes for every patient, or a reason is given.',
  refuses: ({ samplesMl }: { readonly samplesMl?: string }, { reason, harvest }) => {
    if (samplesMl === undefined) return refusal('invalid-value', 'Say how much was taken as samples.', '/samplesMl');
    const prescribed = harvest?.limits.samplesMl ?? samplesMl;
    if (reason !== undefined || new Big(samplesMl).eq(prescribed)) return undefined;
    const sentence = `The protocol prescribes ${prescribed} mL of samples, not ${samplesMl}: say why in the reason.`;
    return cellTherapyRefusal('not-as-prescribed', sentence, '/samplesMl');
  },
};

/** A volume, mL as text, with what the protocol prescribes for it. */
export interface Volume {
  /** JSON pointer to the measured one. */
  readonly field: string;
  readonly measured: string;
  readonly prescribed: string;
}

/** What really is in a container can always be recorded; what differs from the protocol needs a reason. */
export function volumesAsPrescribed(volumesOf: (data: never) => readonly Volume[]): Rule {
  return {
    says: 'The volumes are those that the protocol prescribes, or a reason is given.',
    refuses: (data, { reason }) => {
      if (reason !== undefined) return undefined;
      const differing = volumesOf(data).find(({ measured, prescribed }) => !new Big(measured).eq(prescribed));
      if (differing === undefined) return undefined;
      const { field, measured, prescribed } = differing;
      const sentence = `The protocol prescribes ${prescribed} mL, not ${measured}: say why in the reason.`;
      return cellTherapyRefusal('not-as-prescribed', sentence, field);
    },
  };
}

export const fewerThanAllCells: Rule = {
  says: 'There are no more mononuclear than nucleated cells.',
  refuses: ({ mononuclearCells, nucleatedCells }: CellTherapyData<'CellsCounted'>) =>
    mononuclearCells <= nucleatedCells
      ? undefined
      : refusal('implausible-value', 'There are more mononuclear than nucleated cells.', '/mononuclearCells'),
};
