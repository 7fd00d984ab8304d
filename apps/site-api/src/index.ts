export { serveSiteApi } from './serve.js';
export { createSiteApi, type SiteApi } from './site-api.js';
