import type { TokenVerifier } from '@bali/access';
import { READINESS_CHECKS, type ReadinessCheck, TOKEN_VERIFIER } from '@bali/http';
import { type DynamicModule, Module, type Type } from '@nestjs/common';

@Module({})
class ModuleUnderTest {}

/** A module for `createHttpApplication` around one that brings no verifier and no readiness checks of its own. */
export function withVerifier(
  api: Type | DynamicModule,
  verifier: TokenVerifier,
  checks: readonly ReadinessCheck[] = [],
): DynamicModule {
  return {
    module: ModuleUnderTest,
    imports: [api],
    providers: [
      { provide: TOKEN_VERIFIER, useValue: verifier },
      { provide: READINESS_CHECKS, useValue: checks },
    ],
    exports: [TOKEN_VERIFIER, READINESS_CHECKS],
  };
}
