// Makes dist/: ES modules, split so that a command loads only what it needs.
import { readdir, readFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';

await import('./generate.mjs');
const { metafile } = await build({
  entryPoints: { main: 'src/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // ssh2 tries both and does without: pure JavaScript crypto is fast enough.
  external: ['cpu-features'],
  loader: { '.node': 'empty' },
  chunkNames: 'chunks/[name]-[hash]',
  banner: { js: commonJs() },
  define: { MCRECONCILE_VERSION: JSON.stringify(await version()) },
  logLevel: 'warning',
  metafile: true,
});
await removeStale(Object.keys(metafile.outputs));

async function version() {
  return JSON.parse(await readFile('package.json', 'utf8')).version;
}

/** After the build, not before: a program that runs meanwhile keeps its chunks.
 * @param {string[]} current */
async function removeStale(current) {
  const chunks = (await readdir('dist/chunks')).map((name) => `dist/chunks/${name}`);
  const stale = chunks.filter((chunk) => !current.includes(chunk));
  await Promise.all(stale.map((chunk) => rm(chunk)));
}

/** What CommonJS packages expect to find in every file. */
function commonJs() {
  return [
    "import { createRequire as mcrRequire } from 'node:module';",
    "import { dirname as mcrDirname } from 'node:path';",
    "import { fileURLToPath as mcrPath } from 'node:url';",
    'const require = mcrRequire(import.meta.url);',
    'const __filename = mcrPath(import.meta.url);',
    'const __dirname = mcrDirname(__filename);',
  ].join('');
}
