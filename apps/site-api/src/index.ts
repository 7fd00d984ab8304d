export { serveSiteApi } from './serve.js';
export type { IdentitySettings } from '@bali/identity';
export { createSiteApi, type SiteApi, type SiteApiOptions } from './site-api.js';
