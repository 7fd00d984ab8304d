import { Code, InstantOrDay, OneOf, PatientCode, SiteCode, Text, Whole } from '@bali/http';
import { type Role, ROLE_IDS } from '@bali/access';
import { EVENT_CATALOGUE, type EventType } from '@bali/trial';
import { AtLeast } from '../at-least.dto.js';

/** What every audit log can be filtered by, of whichever ledger. */
class CommonFilters {
  @PatientCode({ description: 'only what is about this patient', optional: true })
  readonly patient?: string;

  @SiteCode({
    description: 'only what is about this site, or, in the access ledger, about a role that is held for it',
    optional: true,
  })
  readonly site?: string;

  @Code({
    description: 'only what this person recorded, or, in the access ledger, what is about this account: the user id',
    pattern: '^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$',
    called: 'a user id',
    optional: true,
  })
  readonly person?: string;

  @OneOf({ description: 'only what was recorded in this role', of: ROLE_IDS, optional: true })
  readonly role?: Role;

  @Code({
    description: 'only events that have this field, and corrections of it: a JSON pointer into their data',
    pattern: '^(/[A-Za-z0-9]{1,60}){1,6}$',
    called: 'a JSON pointer',
    optional: true,
  })
  readonly field?: string;

  @Text({
    description: 'only entries whose sentence, as it is shown to the reader, holds this text; capitals do not matter',
    max: 200,
    oneLine: true,
    optional: true,
  })
  readonly text?: string;

  @OneOf({
    description: 'yes: only entries that were recorded long after they happened; no: only the others',
    of: ['yes', 'no'],
    optional: true,
  })
  readonly late?: 'yes' | 'no';

  @Code({
    description:
      'only what was recorded between two times of day: from the first, before the second, over midnight too. At the site; ' +
      'of what is about no site, in the time zone of the trial',
    pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$',
    called: 'two times of day, such as 20:00-06:00',
    optional: true,
    example: '20:00-06:00',
  })
  readonly hours?: string;

  @InstantOrDay({ description: 'recorded at this moment or later', meant: 'beginning', optional: true })
  readonly from?: string;

  @InstantOrDay({ description: 'recorded before this moment', meant: 'beginning', optional: true })
  readonly before?: string;

  @OneOf({ description: 'the order. Default: newest-first', of: ['newest-first', 'oldest-first'], optional: true })
  readonly order?: 'newest-first' | 'oldest-first';
}

/** What every audit log can be asked for. */
export class AuditFilterQuery extends CommonFilters {
  @Text({ description: 'the `next` of the page before', max: 512, oneLine: true, optional: true })
  readonly cursor?: string;

  @Whole({ description: 'entries on a page. Default: 50', min: 1, max: 200, fromText: true, optional: true })
  readonly limit?: number;
}

export class PositionParameter {
  @Whole({ description: 'of the event, from 0', min: 0, max: Number.MAX_SAFE_INTEGER, fromText: true, example: 127 })
  readonly position!: number;
}

export class AuditLogQuery extends AuditFilterQuery {
  @AtLeast()
  readonly atLeast?: number;

  @OneOf({ description: 'only events of this type', of: Object.keys(EVENT_CATALOGUE), optional: true })
  readonly type?: EventType;
}

/** What the audit log of the trial ledger can be filtered by. */
export class AuditFilters extends CommonFilters {
  @OneOf({ description: 'only events of this type', of: Object.keys(EVENT_CATALOGUE), optional: true })
  readonly type?: EventType;
}
