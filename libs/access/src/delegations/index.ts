export * from './delegations.js';
export { needsTwoAdministrators } from './two-administrators.js';
