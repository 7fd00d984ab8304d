import type { AccessEventType } from '@bali/access';

const session = '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a';

/** The data of one event of each type of the access ledger. */
export const SAMPLE_ACCESS_DATA: Readonly<Record<AccessEventType, object>> = {
  AccountCreated: { userId: 'claire', name: 'Claire Martin', organisation: 'CHU de Reims' },
  IdentityVerified: { how: 'document-in-person' },
  OpenIdentityLinked: { issuer: 'https://login.example.org', subject: '17' },
  RoleDelegated: { delegation: 1, role: 'investigator', sites: ['REI'], from: '2026-03-02', until: '2026-12-31' },
  DelegationEnded: { delegation: 1 },
  CredentialsSet: { kind: 'initial-password' },
  PasskeyRegistered: {
    credential: 'kqX0mVw8cJ3rT5yZbN1sLg',
    publicKey:
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs_o5-uQbTjL3chynL4wXgUg2R9q9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B-dFabmdT9POxg',
    algorithm: 'ES256',
  },
  PasskeyRevoked: { credential: 'kqX0mVw8cJ3rT5yZbN1sLg' },
  RecoveryRequested: {},
  RecoveryApproved: {},
  RecoveryCompleted: {},
  AccountDeactivated: {},
  SignedIn: { session, role: 'investigator', sites: ['REI'] },
  SignedOut: { session },
  SessionEnded: { session, why: 'idle' },
  SignInRefused: { reason: 'password-wrong' },
  CredentialsRefused: { session },
  AccountLockedOut: { until: '2026-03-02T08:01:00.000Z' },
  AccountUnlocked: {},
  TextRedacted: {
    redactedEvent: session,
    field: '/metadata/reason',
    hash: '3b8d1f0c'.repeat(8),
    why: 'names-a-person',
  },
  SealedDataRead: { what: 'allocation', patient: 'REI-001' },
  PackageExported: {
    ledger: 'trial',
    treeSize: 683,
    root: '5f'.repeat(32),
    texts: 'withheld',
    package: '0d9b4f3c-51c0-5f0e-8a86-2a4b8c1f7e55',
  },
  CertifiedCopyMade: {
    site: 'REI',
    treeSize: 683,
    root: '5f'.repeat(32),
    events: 148,
    manifest: 'a0'.repeat(32),
  },
  SealedPackageExported: { texts: 'withheld', package: '0d9b4f3c-51c0-5f0e-8a86-2a4b8c1f7e55' },
};
