import type { BlindingData, BlindingEvent } from '@bali/blinding';

const commandId = '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a';
const request = {
  commandId,
  signature: { meaning: 'randomization', method: 'password' },
  reason: { hash: 'ab'.repeat(32), kept: 'cd'.repeat(32) },
};
const slot = { patient: 'REI-001', stratum: 'ALL', slot: 0 };

/** The data of one event of each type that the blinding records in the sealed ledger, as it is inside its sealed record. */
export const SAMPLE_BLINDING_DATA: { readonly [Type in BlindingEvent['type']]: BlindingData<Type> } = {
  RandomizationListDrawn: { seed: 'ef'.repeat(32), strata: ['ALL'], sizes: [4, 6, 8], length: 160, request },
  SlotTaken: { ...slot, request },
  SlotVoided: { ...slot, givenUp: { commandId, because: 'consent-withdrawn' } },
  AnchorMade: {
    anchoredOn: '2011-03-02',
    checkpoint: 'bali.localhost/NCT00904501/sealed\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n',
    nonce: '12'.repeat(32),
    request: { commandId },
  },
  SealedTextRedacted: {
    redactedEvent: '0a1b2c3d-7f0f-5b7e-9a53-4f1f3c2d1b0a',
    field: '/metadata/reason',
    hash: 'ab'.repeat(32),
    why: 'names-a-person',
  },
};
