import type { LEDGERS } from '@bali/ledger';
import type { EventOf } from '@bali/schema';
import { AuditLogExported } from './audit-log-exported.js';
import { BoardTablesRead } from './board-tables-read.js';
import { CalendarFeedIssued } from './calendar-feed-issued.js';
import { CalendarFeedRevoked } from './calendar-feed-revoked.js';
import { CertifiedCopyMade } from './certified-copy-made.js';
import { PackageExported } from './package-exported.js';
import { SealedDataReadOnDay } from './sealed-data-read-on-day.js';
import { SealedDataRead } from './sealed-data-read.js';
import { SealedPackageExported } from './sealed-package-exported.js';
import { TrialExported } from './trial-exported.js';

/**
 * What was shown to somebody that not everybody may see: the one stream `disclosures`. Written before it is shown. It says
 * which kind of thing it was, and never what stood there.
 */
export const DISCLOSURE_EVENTS = {
  SealedDataRead,
  SealedDataReadOnDay,
  BoardTablesRead,
  PackageExported,
  CertifiedCopyMade,
  SealedPackageExported,
  AuditLogExported,
  TrialExported,
  CalendarFeedIssued,
  CalendarFeedRevoked,
} as const;

/** What an inspection package is of. */
export interface ExportedPackage {
  readonly ledger: (typeof LEDGERS)[number];
  readonly treeSize: number;
  readonly root: string;
  readonly texts: 'included' | 'withheld';
  /** Identifier of the package. */
  readonly package: string;
}

/** The event that says that a package is made: of the sealed ledger, it says less. */
export function packageExported(exported: ExportedPackage): DisclosureEvent {
  if (exported.ledger !== 'sealed') return { type: 'PackageExported', data: exported };
  const { texts, package: id } = exported;
  return { type: 'SealedPackageExported', data: { texts, package: id } };
}

export type DisclosureEvent = EventOf<(typeof DISCLOSURE_EVENTS)[keyof typeof DISCLOSURE_EVENTS]>;

export const DISCLOSURES_STREAM = 'disclosures';
