import { Code, OneOf, Whole } from '@bali/http';
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

export class EntriesQuery extends AuditFilterQuery {
  @Code({
    description: 'only events of this type',
    pattern: '^[A-Z][A-Za-z]{1,99}$',
    called: 'a type of event',
    optional: true,
  })
  readonly type?: string;
}
