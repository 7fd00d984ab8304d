export type { Fetch } from './bounded-fetch.js';
export type { IssuerLog } from './issuer-keys.js';
export { NotASecureUrl } from './issuer-url.js';
export { createOpenIdAccess, type OpenIdAccess, type OpenIdDelegations, type OpenIdOptions } from './openid-access.js';
