import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { type DiscoveryService, MetadataScanner } from '@nestjs/core';
import { accessOf } from './access-guard.js';

/** An application with routes that do not say who may call them does not start. */
export class UnguardedRoutes extends Error {
  constructor(routes: readonly string[]) {
    super(`these routes say neither @Action nor @OpenToAnyone: ${routes.join(', ')}`);
    this.name = 'UnguardedRoutes';
  }
}

/** @throws UnguardedRoutes naming each handler without a rule. */
export function refuseUnguardedRoutes(discovery: DiscoveryService): void {
  const scanner = new MetadataScanner();
  const unguarded = discovery.getControllers().flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return [];
    const prototype = metatype.prototype as Record<string, object>;
    return scanner
      .getAllMethodNames(prototype)
      .filter((name) => isUnguarded(metatype, prototype[name]))
      .map((name) => `${metatype.name}.${name}`);
  });
  if (unguarded.length > 0) throw new UnguardedRoutes(unguarded);
}

function isUnguarded(controller: object, handler: object | undefined): boolean {
  if (handler === undefined || !Reflect.hasMetadata(METHOD_METADATA, handler)) return false;
  return accessOf(controller, handler) === undefined;
}
