export { type StampAuthority, stampAuthority } from './authority.js';
export { MAX_STAMP_BYTES, STAMP_QUERY_TYPE, stampIn, stampRequest } from './stamp-exchange.js';
export { stampLine, stampsOf } from './stamp-lines.js';
export { StampNotVerified, verifyStamp } from './stamp-token.js';
