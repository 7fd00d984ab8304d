export { asInR, type DataRow, figuresOf } from './figures.js';
