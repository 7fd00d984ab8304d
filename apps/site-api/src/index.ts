export { serveSiteApi } from './serve.js';
export { createSiteApi, type SiteApi, type SiteApiOptions } from './site-api.js';
export { siteApiDocument } from './site-api-document.js';
