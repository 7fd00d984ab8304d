import { describeApi } from '@bali/http';
import { DEFAULT_LOG_HOST, describedInstallation, OpenedResources } from '@bali/installation';
import type { OpenAPIObject } from '@nestjs/swagger';
import { describedAs } from './description.js';
import { InspectionApiModule } from './inspection-api.module.js';

/** The OpenAPI document that the inspection API serves, without one that is running. */
export function inspectionApiDocument(): Promise<OpenAPIObject> {
  const installation = describedInstallation();
  const settings = { logHost: DEFAULT_LOG_HOST, packagesKept: 1 };
  const module = InspectionApiModule.of(installation, new OpenedResources(), settings);
  return describeApi(module, describedAs(installation.software));
}
