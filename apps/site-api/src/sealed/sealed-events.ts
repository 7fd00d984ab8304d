export { sealedDefinitionOf } from '@bali/inspection';
