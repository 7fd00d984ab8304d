import { Code, OneOf, Text } from '@bali/http';
import { LEDGERS, type Ledger } from '@bali/ledger';

export class PackageToMake {
  @OneOf({ description: 'the ledger', of: LEDGERS, example: 'trial' })
  readonly ledger!: Ledger;

  @Text({
    description: 'why it is made: stands in the package',
    max: 500,
    oneLine: true,
    example: 'routine inspection',
  })
  readonly reason!: string;
}

export class PackageParameter {
  @Code({
    description: 'the package',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    called: "a package's identifier",
    example: '0d9b4f3c-51c0-5f0e-8a86-2a4b8c1f7e55',
  })
  readonly id!: string;
}
