export { OpensslAuthority, serveAuthority } from './openssl-authority.js';
