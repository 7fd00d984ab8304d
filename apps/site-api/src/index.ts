export { serveSiteApi } from './serve.js';
export { createSiteApi, type SiteApi, type SiteApiOptions } from './site-api.js';
