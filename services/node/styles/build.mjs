// Makes dist/styles/desk.css of the style sheets here, unless it is newer than all of them.
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { argv } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = (path) => new URL(path, import.meta.url);
const made = here('../dist/styles/desk.css');

/** Compiles the style sheet when a source of it has changed. Rejects with what is wrong in it. */
export async function buildStyles() {
  const sources = (await readdir(here('.'))).map((name) => here(name));
  const govuk = pathToFileURL(createRequire(import.meta.url).resolve('govuk-frontend/package.json'));
  const changed = await Promise.all([...sources, govuk].map(changedAt));
  if ((await changedAt(made).catch(() => 0)) > Math.max(...changed)) return;
  const { compile } = await import('sass');
  const { css } = compile(fileURLToPath(here('desk.scss')), {
    style: 'compressed',
    charset: false,
    loadPaths: [fileURLToPath(here('../node_modules'))],
    quietDeps: true,
  });
  await mkdir(here('../dist/styles/'), { recursive: true });
  await writeFile(made, css);
}

const changedAt = async (file) => (await stat(file)).mtimeMs;

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) await buildStyles();
