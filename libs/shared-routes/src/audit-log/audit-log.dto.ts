import { Code, Instant, OneOf, PatientCode, SiteCode, Text, Whole } from '@bali/http';
import { type Role, ROLE_IDS } from '@bali/access';
import { EVENT_CATALOGUE, type EventType } from '@bali/trial';
import { AtLeastQuery } from '../at-least.dto.js';

export class AuditLogQuery extends AtLeastQuery {
  @PatientCode({ description: 'only what is about this patient', optional: true })
  readonly patient?: string;

  @SiteCode({ description: 'only what is about this site', optional: true })
  readonly site?: string;

  @Code({
    description: 'only what this person recorded: the user id',
    pattern: '^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$',
    called: 'a user id',
    optional: true,
  })
  readonly person?: string;

  @OneOf({ description: 'only events of this type', of: Object.keys(EVENT_CATALOGUE), optional: true })
  readonly type?: EventType;

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

  @Instant({ description: 'recorded at this moment or later', optional: true })
  readonly from?: string;

  @Instant({ description: 'recorded before this moment', optional: true })
  readonly before?: string;

  @OneOf({ description: 'the order. Default: newest-first', of: ['newest-first', 'oldest-first'], optional: true })
  readonly order?: 'newest-first' | 'oldest-first';

  @Text({ description: 'the `next` of the page before', max: 512, oneLine: true, optional: true })
  readonly cursor?: string;

  @Whole({ description: 'entries on a page. Default: 50', min: 1, max: 200, fromText: true, optional: true })
  readonly limit?: number;
}
