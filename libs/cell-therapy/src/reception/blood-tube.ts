import { refusal } from '@bali/trial';
import { cellTherapyRefusal } from '../refusals.js';
import { entryOf } from '../unit/cell-record.js';
import type { Rule } from '../unit/rule.js';

interface BloodTube {
  readonly received: 'yes' | 'no';
  readonly patient?: string;
}

interface Reception {
  readonly patient: string;
  readonly bloodTube?: BloodTube;
}

export const bloodTubeSaid: Rule = {
  says: 'It says whether the tube of peripheral blood came along, and whose it is.',
  refuses: ({ bloodTube }: Reception) => {
    if (bloodTube === undefined) return refusal('invalid-value', 'Say whether the tube of blood came.', '/bloodTube');
    if (bloodTube.received === 'no' || bloodTube.patient !== undefined) return undefined;
    return refusal('invalid-value', 'Say which patient stands on the tube.', '/bloodTube/patient');
  },
};

export const bloodTubeOfThePatient: Rule = {
  says: 'The tube of peripheral blood is this patient’s.',
  refuses: ({ patient, bloodTube }: Reception) => {
    if (bloodTube?.patient === undefined || bloodTube.patient === patient) return undefined;
    const sentence = 'The tube says another patient than the record does. Stop, and record the deviation.';
    return cellTherapyRefusal('identifier-mismatch', sentence, '/bloodTube/patient');
  },
};

/** A missing tube stops the preparation for every patient, so that nobody can tell for whom the blood is needed. */
export const bloodTubeReceived: Rule = {
  says: 'The tube of peripheral blood came with the marrow, for every patient.',
  refuses: (_, { cells }) => {
    if (entryOf(cells, 'HarvestReceived')?.data.bloodTube?.received !== 'no') return undefined;
    return cellTherapyRefusal(
      'blood-tube-missing',
      'No tube of peripheral blood was received, so nothing is prepared, in either arm: tell the site that the product is ' +
        'not released. If the tube is found, correct the reception.',
    );
  },
};

export function bloodTubeInWords(tube: BloodTube | undefined): string | undefined {
  if (tube === undefined) return undefined;
  return tube.received === 'no' ? 'no tube of peripheral blood' : `tube of peripheral blood of ${tube.patient ?? '?'}`;
}
