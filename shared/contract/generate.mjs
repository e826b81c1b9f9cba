// Makes everything that the program has of the contracts: the bundles that it serves and the types of its code.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { bundle, createConfig } from '@redocly/openapi-core';
import openapiTypescript, { astToString } from 'openapi-typescript';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** One contract as a single document, with every reference to another file taken in. */
export async function bundleContract(name) {
  const { bundle: bundled, problems } = await bundle({
    ref: here(`../../openapi/${name}.yaml`),
    config: await createConfig({}),
  });
  if (problems.length > 0) throw new Error(`openapi/${name}.yaml: ${problems.map(describe).join('\n')}`);
  return bundled.parsed;
}

function describe({ message, location: [place] }) {
  return `${message} at ${place?.pointer ?? 'an unknown place'}`;
}

/** The exact bytes of a contract, of which its digest is. */
export function contractBytes(document) {
  return `${JSON.stringify(document, null, 2)}\n`;
}

async function typesOf(document) {
  const roles = [...new Set(Object.values(document['x-roles'] ?? {}).flat())];
  const types = astToString(await openapiTypescript(withDefaultsFilledIn(document)));
  return roles.length === 0 ? types : `${types}export type Role = ${union(roles)};\n`;
}

/** The handlers see parameters after defaults are filled in, so a parameter with a default is never missing. */
function withDefaultsFilledIn(document) {
  const filled = structuredClone(document);
  for (const parameter of Object.values(filled.components.parameters))
    parameter.required ||= parameter.schema.default !== undefined;
  return filled;
}

/** An alias for each schema. A name that both contracts have must mean the same in both. */
function aliasesOf({ desk, peer }) {
  const schemas = { desk: desk.components.schemas, peer: peer.components.schemas };
  for (const name of Object.keys(schemas.peer).filter((name) => name in schemas.desk))
    if (!isDeepStrictEqual(schemas.peer[name], schemas.desk[name]))
      throw new Error(`The schema ${name} differs between desk.yaml and peer.yaml`);
  const names = [...new Set([...Object.keys(schemas.desk), ...Object.keys(schemas.peer)])].sort();
  const alias = (name) => `export type ${name} = ${name in schemas.desk ? 'Desk' : 'Peer'}['${name}'];`;
  return [
    `import type { components as desk } from './desk.js';`,
    `import type { components as peer } from './peer.js';`,
    `type Desk = desk['schemas'];`,
    `type Peer = peer['schemas'];`,
    ...names.map(alias),
    '',
  ].join('\n');
}

function union(names) {
  return names.map((name) => `'${name}'`).join(' | ');
}

/** Writes only what has changed, so that the compiler sees no change where there is none. */
async function write(path, text) {
  const file = here(path);
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

async function generate() {
  const contracts = { desk: await bundleContract('desk'), peer: await bundleContract('peer') };
  for (const [name, document] of Object.entries(contracts)) {
    await write(`generated/${name}.json`, contractBytes(document));
    await write(`src/generated/${name}.ts`, await typesOf(document));
  }
  await write('src/generated/schemas.ts', aliasesOf(contracts));
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) await generate();
