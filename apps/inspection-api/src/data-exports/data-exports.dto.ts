import { EXPORT_FORMAT_IDS, type ExportFormatId, type Separator, SEPARATORS } from '@bali/exports';
import { Code, OneOf, Whole } from '@bali/http';

export class ExportToMake {
  @OneOf({ description: 'the format', of: EXPORT_FORMAT_IDS, example: 'csv' })
  readonly format!: ExportFormatId;

  @Whole({
    description: 'the last event that is in it, from 0; by default, the last that there is',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    optional: true,
    example: 127,
  })
  readonly position?: number;

  @OneOf({
    description:
      'whether arms are in it: for whoever may read them, as of an event by which the trial was unblinded. Default: masked',
    of: ['masked', 'shown'],
    optional: true,
    example: 'masked',
  })
  readonly arms?: 'masked' | 'shown';

  @OneOf({
    description: 'what stands between the cells of CSV. Default: comma',
    of: SEPARATORS,
    optional: true,
    example: 'comma',
  })
  readonly separator?: Separator;
}

export class ExportParameter {
  @Code({
    description: 'the export',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    called: "an export's identifier",
    example: '0d9b4f3c-51c0-5f0e-8a86-2a4b8c1f7e55',
  })
  readonly id!: string;
}
