import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

/** What pages are shown with: where it is built, and as what it is sent. Nothing else is served. */
const assets = {
  'desk.css': { file: 'styles/desk.css', type: 'text/css; charset=utf-8' },
  'icon.svg': { file: '../styles/icon.svg', type: 'image/svg+xml' },
  'desk.js': { file: 'browser/desk.js', type: 'text/javascript; charset=utf-8' },
} as const;

export type AssetName = keyof typeof assets;

interface Asset {
  /** With a digest of the content: so it may be kept for ever, and a new one is fetched at once. */
  readonly url: string;
  readonly type: string;
  readonly bodies: Readonly<Record<'br' | 'gzip' | 'identity', Buffer>>;
}

const built = new URL('../../../dist/', import.meta.url);
const read = new Map<AssetName, Asset>();

/** Read when it is first asked for: what needs no page needs no build. */
function asset(name: AssetName): Asset {
  const known = read.get(name) ?? readAsset(name);
  read.set(name, known);
  return known;
}

function readAsset(name: AssetName): Asset {
  const { file, type } = assets[name];
  const content = contentOf(file);
  const digest = createHash('sha256').update(content).digest('base64url').slice(0, 12);
  const url = `/assets/${name.replace('.', `.${digest}.`)}`;
  return {
    url,
    type,
    bodies: { br: brotliCompressSync(content), gzip: gzipSync(content), identity: content },
  };
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(new URL(file, built));
  } catch {
    throw new Error(`${file} is not built. Run npm run build.`);
  }
}

/** The address of an asset, on this node. */
export const assetUrl = (name: AssetName): string => asset(name).url;

/** Serves the assets, to anyone. */
export function addAssets(app: FastifyInstance): void {
  app.get('/assets/:file', (request, reply) => {
    const { file } = request.params as { file: string };
    const names = Object.keys(assets) as AssetName[];
    const found = names.map(asset).find(({ url }) => url === `/assets/${file}`);
    if (!found) return reply.callNotFound();
    const encoding = encodingFor(request.headers['accept-encoding']);
    if (encoding !== 'identity') reply.header('content-encoding', encoding);
    return reply
      .header('content-type', found.type)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding')
      .send(found.bodies[encoding]);
  });
}

/** The best one that is accepted; one with `q=0` is not. */
function encodingFor(accepted: string | string[] | undefined): keyof Asset['bodies'] {
  const named = String(accepted ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => !/;\s*q=0(\.0*)?$/.test(each))
    .map((each) => each.split(';')[0]);
  return (['br', 'gzip'] as const).find((encoding) => named.includes(encoding)) ?? 'identity';
}
