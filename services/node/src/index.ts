/** For rehearsals, tests and benchmarks, which put nodes together themselves. Nothing else is offered. */
export { type Clock, machineClock, settableClock } from './clock.js';
export { deskCommands } from './commands/desk-commands.js';
export { type Config, readConfig } from './config.js';
export { addAssets } from './http/pages/assets.js';
export { cookieNames } from './http/pages/log-in-cookies.js';
export { pagesOf } from './http/pages/page.js';
export { pageDoor } from './http/pages/page-door.js';
export { addEveryPage } from './http/pages/pages.js';
export { makeServer } from './http/server.js';
export { makeLog } from './log.js';
export { importLogInKey, publicLogInKey } from './log-in-key.js';
export { compareLedgers } from './store/compare-ledgers.js';
export { openStore } from './store/store.js';
export { type WiredNode, wire } from './wiring.js';
