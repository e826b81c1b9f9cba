import type { Config, PagesConfig } from '../../config.js';
import type { LogInKey } from '../../log-in-key.js';

/** What the pages and the log-in to them need to know of how the node is set up. */
export interface PageSettings extends PagesConfig, Pick<Config, 'issuer' | 'tokenAlgorithm'> {
  readonly logInKey: LogInKey;
}
