import { ACCESS_EVENTS } from '@bali/access';
import { OneOf, Whole } from '@bali/http';
import { SEALED_TYPES } from '@bali/inspection';
import { LEDGERS, type Ledger } from '@bali/ledger';
import { AuditFilterQuery } from '@bali/shared-routes';

const MAX = Number.MAX_SAFE_INTEGER;

export class LedgerParameter {
  @OneOf({ description: 'the ledger', of: LEDGERS, example: 'trial' })
  readonly ledger!: Ledger;
}

export class IndexParameter {
  @Whole({ description: 'the index of an event, from 0', min: 0, max: MAX, fromText: true })
  readonly index!: number;
}

export class EventParameter extends LedgerParameter {
  @Whole({ description: 'the index of an event, from 0', min: 0, max: MAX, fromText: true })
  readonly index!: number;
}

export class SizeQuery {
  @Whole({
    description: 'the size of the tree; without it, the size of the last checkpoint',
    min: 1,
    max: MAX,
    fromText: true,
    optional: true,
  })
  readonly size?: number;
}

export class SizesQuery {
  @Whole({ description: 'the size of the older tree', min: 0, max: MAX, fromText: true })
  readonly from!: number;

  @Whole({
    description: 'the size of the newer tree; without it, the size of the last checkpoint',
    min: 0,
    max: MAX,
    fromText: true,
    optional: true,
  })
  readonly to?: number;
}

export class AccessEntriesQuery extends AuditFilterQuery {
  @OneOf({ description: 'only events of this type', of: Object.keys(ACCESS_EVENTS), optional: true })
  readonly type?: string;
}

export class SealedEntriesQuery extends AuditFilterQuery {
  @OneOf({ description: 'only events of this type', of: SEALED_TYPES, optional: true })
  readonly type?: string;
}
