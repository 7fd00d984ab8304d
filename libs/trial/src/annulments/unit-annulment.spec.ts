import { describe, it } from '@jest/globals';
import type { DecidedEvent } from '@bali/schema';
import { entriesOf, given, patientEvent, patientHistory, trialEvent, trialHistory } from '@bali/trial/testing';
import { type AnyPatientCommand, patientStream } from '../index.js';

const RELEASED = patientHistory({ until: 'released' });
const GROWN = [...patientHistory({ until: 'implanted' }), patientEvent('MicrobiologyAlert')];
const mayDo = (action: string) => ['record-cells', 'release-product', 'withdraw-release'].includes(action);

function byTheUnit(events: readonly DecidedEvent[], ...types: readonly string[]): AnyPatientCommand {
  return { type: 'AnnulUnitEntries', data: { entries: entriesOf(patientStream('REI-001'), events, types) } };
}

describe('[R3-424] an annulment by the cell therapy unit in the trial ledger', () => {
  it('is of what it recorded in both ledgers, and its reason is not asked for here', () => {
    const withdrawn = [...RELEASED, patientEvent('ReleaseWithdrawn')];
    for (const [events, type] of [
      [withdrawn, 'ReleaseWithdrawn'],
      [RELEASED, 'ProductReleased'],
      [GROWN, 'MicrobiologyAlert'],
    ] as const) {
      given(events).when(byTheUnit(events, type), { reason: null, mayDo }).expectAccepted();
    }
  });

  it('is neither of what the site recorded, nor of what an entry of the site needs', () => {
    given(GROWN).when(byTheUnit(GROWN, 'Harvested'), { mayDo }).expectRefusal('not-yours-to-put-right', '/entries/0');
    given(GROWN).when(byTheUnit(GROWN, 'ProductReleased'), { mayDo }).expectRefusal('needed-by-others', '/entries');
  });

  it('of an alert leaves standing that the site had acknowledged it: so it was', () => {
    const known = [...GROWN, patientEvent('MicrobiologyAlertAcknowledged')];
    given(known).when(byTheUnit(known, 'MicrobiologyAlert'), { mayDo }).expectAccepted();
  });

  it('waits for the unlocking of a locked database', () => {
    given(RELEASED, trialHistory(trialEvent('DatabaseLocked')))
      .when(byTheUnit(RELEASED, 'ProductReleased'), { mayDo })
      .expectRefusal('database-locked');
  });
});
