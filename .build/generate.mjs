// Compiles every schema of src/schemas.ts ahead, so that ajv itself is never loaded at run time, and makes
// each shell script of src a constant.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';

const out = new URL('../src/generated/', import.meta.url);

await mkdir(out, { recursive: true });
await inlineScripts(new URL('../src/', import.meta.url));
const { fileSchemas, answerSchemas, stateSchemas } = await load('src/schemas.ts');
// Of a user's file all errors are told, with what was expected; elsewhere the first is enough.
await compile('validators', fileSchemas, { allErrors: true, verbose: true });
// The answer to a transaction that failed is longer than one that did not.
await compile('answers', answerSchemas, { strictTuples: false });
await compile('state', stateSchemas, {});

/** @param {string} file @param {Record<string, object>} schemas @param {import('ajv').Options} options */
async function compile(file, schemas, options) {
  const ajv = new Ajv({ ...options, allowUnionTypes: true, code: { source: true, esm: true } });
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(schema, name);
  const names = Object.keys(schemas);
  const source = standalone.default(ajv, Object.fromEntries(names.map((name) => [name, name])));
  const code = `// @ts-nocheck\n${await inlineHelpers(source)}`;
  await write(new URL(`${file}.js`, out), code);
  await write(new URL(`${file}.d.ts`, out), types(names));
}

/** Left alone where it is so already: something may read it at this moment.
 * @param {URL} path @param {string} text */
async function write(path, text) {
  const before = await readFile(path, 'utf8').catch(() => '');
  if (before !== text) await writeFile(path, text);
}

/** @param {string} entry */
async function load(entry) {
  const code = await bundle({ entryPoints: [entry] });
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
}

/** Standalone code still requires ajv's own helpers, which an ES module cannot.
 * @param {string} contents */
function inlineHelpers(contents) {
  return bundle({ stdin: { contents, resolveDir: process.cwd(), loader: 'js' } });
}

/** @param {import('esbuild').BuildOptions} options */
async function bundle(options) {
  const result = await build({
    ...options,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  return result.outputFiles[0]?.text ?? '';
}

/** `timer/arm.sh` becomes `armSh`; comments are for readers of the file.
 * @param {URL} folder */
async function inlineScripts(folder) {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.sh'));
  const scripts = await Promise.all(
    paths.toSorted().map(async (path) => {
      const lines = (await readFile(new URL(path, folder), 'utf8')).split('\n');
      const code = lines.filter((line) => !/^\s*#/.test(line) && line !== '').join('\n');
      return { name: `${path.replace(/^.*\/|\.sh$/g, '')}Sh`, code };
    }),
  );
  const constants = scripts.map(
    ({ name, code }) => `export const ${name} = ${JSON.stringify(code)};`,
  );
  const declarations = scripts.map(({ name }) => `export const ${name}: string;`);
  await write(new URL('scripts.js', out), `${constants.join('\n')}\n`);
  await write(new URL('scripts.d.ts', out), `${declarations.join('\n')}\n`);
}

/** @param {string[]} names */
function types(names) {
  return [
    "import type { ErrorObject } from 'ajv';",
    'interface Validate { <T>(data: unknown): data is T; errors?: ErrorObject[] | null }',
    ...names.map((name) => `export const ${name}: Validate;`),
    '',
  ].join('\n');
}
