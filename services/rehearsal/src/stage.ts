import { type IdentityProvider, type PagesClient, startIdentityProvider } from './identity-provider.js';
import { type Ports, portBlock, portBlockSize, takenPorts } from './ports.js';

/** Where networks are played, one after the other: an identity provider and ports that nobody else uses. */
export interface Stage {
  readonly host: string;
  readonly issuer: string;
  readonly ports: Ports;
  /** Makes a city's pages known to the identity provider. */
  registerPages(pages: PagesClient): void;
  close(): Promise<void>;
}

const host = '127.0.0.1';
// Above the ports that fetch blocks, below those that operating systems hand out for outgoing connections.
const lowestPort = 11_000;
const highestPort = 32_000;
const attempts = 200;

/** Opens a stage on given ports; rejects with a text that names the ports that are taken. */
export async function openStageOn(ports: Ports): Promise<Stage> {
  const identityProvider = await startUnlessTaken(ports.identityProvider);
  const taken = identityProvider ? await takenPorts(ports, host) : [ports.identityProvider];
  if (identityProvider && taken.length === 0)
    return {
      host,
      issuer: identityProvider.issuer,
      ports,
      registerPages: identityProvider.registerPages,
      close: () => identityProvider.stop(),
    };
  await identityProvider?.stop();
  throw new PortsTaken(taken);
}

/** Opens a stage on ports that happen to be free. The identity provider's port is the lock of the block. */
export async function openStage(): Promise<Stage> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const stage = await openStageOn(portBlock(randomBase())).catch(ignorePortsTaken);
    if (stage) return stage;
  }
  throw new Error(`No free block of ports found between ${lowestPort} and ${highestPort}`);
}

/** Another program listens where the stage should be. */
export class PortsTaken extends Error {
  constructor(readonly ports: readonly number[]) {
    super(`Another program listens on port ${ports.join(', ')}`);
  }
}

function randomBase(): number {
  const blocks = (highestPort - lowestPort) / portBlockSize;
  return lowestPort + portBlockSize * Math.floor(Math.random() * blocks);
}

async function startUnlessTaken(port: number): Promise<IdentityProvider | undefined> {
  return startIdentityProvider({ port, host }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') return undefined;
    throw error;
  });
}

function ignorePortsTaken(error: unknown): undefined {
  if (!(error instanceof PortsTaken)) throw error;
}
