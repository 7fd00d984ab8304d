export * from './delegations.js';
