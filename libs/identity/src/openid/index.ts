export { NotASecureUrl } from './issuer-url.js';
export { createOpenIdAccess, type OpenIdAccess, type OpenIdOptions } from './openid-access.js';
