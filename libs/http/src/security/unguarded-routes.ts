import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { accessOf } from './access-guard.js';

/** An application with routes that do not say who may call them does not start. */
class UnguardedRoutes extends Error {
  constructor(routes: readonly string[]) {
    super(`these routes say neither @Action nor @OpenToAnyone: ${routes.join(', ')}`);
    this.name = 'UnguardedRoutes';
  }
}

/** Keeps an application with such routes from starting. */
@Injectable()
export class RouteCheck implements OnModuleInit {
  readonly #discovery: DiscoveryService;

  constructor(@Inject(DiscoveryService) discovery: DiscoveryService) {
    this.#discovery = discovery;
  }

  /** @throws UnguardedRoutes naming each handler without a rule. */
  onModuleInit(): void {
    refuseUnguardedRoutes(this.#discovery);
  }
}

function refuseUnguardedRoutes(discovery: DiscoveryService): void {
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
