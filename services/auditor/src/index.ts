export { audit, type Voice } from './audit.js';
