export { type RegistrationMisuse, registrationOf } from './software-authenticator.js';
