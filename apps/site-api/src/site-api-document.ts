import { describeApi } from '@bali/http';
import { describedInstallation, OpenedResources } from '@bali/installation';
import type { OpenAPIObject } from '@nestjs/swagger';
import { describedAs } from './description.js';
import { SiteApiModule } from './site-api.module.js';

/** The OpenAPI document that the site API serves, without one that is running. */
export function siteApiDocument(): Promise<OpenAPIObject> {
  const installation = describedInstallation();
  const module = SiteApiModule.of({ installation, opened: new OpenedResources() });
  return describeApi(module, describedAs(installation.software));
}
