import { Whole } from '@bali/http';
import { AtLeastQuery } from '../at-least.dto.js';

export class StatisticsQuery extends AtLeastQuery {
  @Whole({
    description: 'the index of the last event that counts. Default: the last event that there is',
    ...{ min: 0, max: Number.MAX_SAFE_INTEGER, fromText: true, optional: true },
  })
  readonly position?: number;
}
