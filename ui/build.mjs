// Bundles the page: node build.mjs [directory], by default ui/dist. The same sources give the same bytes.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const out = resolve(process.argv[2] ?? join(here, 'dist'));

const bundle = await build({
  absWorkingDir: here,
  entryPoints: { app: 'src/main.tsx' },
  entryNames: '[name]-[hash]',
  outdir: out,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none', // the licences are in third-party.txt
  metafile: true,
  write: false,
});

const files = new Map(bundle.outputFiles.map((file) => [file.path.slice(out.length + 1), Buffer.from(file.contents)]));
const named = (ending) => [...files.keys()].find((name) => name.endsWith(ending));
const page = await readFile(join(here, 'public/index.html'), 'utf8');
files.set('third-party.txt', Buffer.from(await licences(Object.keys(bundle.metafile.inputs))));
files.set('favicon.svg', await readFile(join(here, 'public/favicon.svg')));
files.set(
  'index.html',
  Buffer.from(page.replace('{{stylesheet}}', named('.css')).replace('{{script}}', named('.js'))),
);

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
for (const [name, content] of files) {
  await writeFile(join(out, name), content);
  await writeFile(join(out, `${name}.gz`), gzipSync(content, { level: 9 }));
}

/** The licences of what is in the bundle. */
async function licences(inputs) {
  const names = new Set(inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  const texts = [...names].sort().map(async (name) => {
    const folder = join(here, 'node_modules', name);
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const licence = (await readdir(folder)).find((file) => /^licen[sc]e/i.test(file));
    return `${name} ${version}\n\n${licence ? await readFile(join(folder, licence), 'utf8') : ''}`;
  });
  return (await Promise.all(texts)).join('\n\n----\n\n');
}
