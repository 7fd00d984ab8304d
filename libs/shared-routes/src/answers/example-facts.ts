import type { Actor } from '@bali/ledger';

/** What several examples of the documentation have in common. */
export const EXAMPLE_ACTOR: Actor = {
  userId: 'c.martin',
  name: 'Claire Martin',
  role: 'investigator',
  organisation: 'CHU de Reims',
};

export const EXAMPLE_HARVEST = {
  id: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
  data: {
    number: 1,
    harvestedAt: '2011-03-02T09:30:00+01:00',
    volumeMl: 480,
    anaesthesia: 'general',
    bloodTube: 'sent',
  },
  recordedAt: '2011-03-02T09:05:12.318Z',
} as const;

export const EXAMPLE_CORRECTION = {
  id: '0d9b4f3c-51c0-5f0e-8a86-2a4b8c1f7e55',
  recordedAt: '2011-03-04T07:30:00.123Z',
  reason: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
} as const;
