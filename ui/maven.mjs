// What the Maven build asks of the page. A step whose inputs are those of its last success is not done again.
//   node maven.mjs page TARGET OUTPUT   installs, checks the types and bundles to OUTPUT
//   node maven.mjs test TARGET          runs the unit tests
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;
const here = fileURLToPath(new URL('.', import.meta.url));
const [step, target, output] = process.argv.slice(2);
const modules = join(here, 'node_modules');
const lock = join(here, 'package-lock.json');

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  fail(`the page builds with Node ${OLDEST_NODE} or newer; this is ${process.versions.node}`);
}
if (step === 'page') {
  install();
  onceFor('bundle', ['src', 'public', 'build.mjs', 'tsconfig.json', 'test'], existsSync(join(output, 'index.html')), () => {
    run(process.execPath, join(modules, 'typescript/bin/tsc'), '--noEmit');
    run(process.execPath, 'build.mjs', resolve(output));
  });
} else if (step === 'test') {
  onceFor('test', ['src', 'test', 'vitest.config.ts', '../src/test/resources/filter-cases.json'], true, () =>
    run(process.execPath, join(modules, 'vitest/vitest.mjs'), 'run', '--reporter=default', '--silent'),
  );
} else {
  fail(`'${step}' is no step; allowed are page and test`);
}

function install() {
  const installed = join(modules, '.package-lock.json');
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
    run('npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error');
    utimesSync(installed, new Date(), new Date());
  }
}

function onceFor(name, inputs, stillThere, work) {
  const stamp = join(target, 'ui', name);
  const now = digest([...inputs, 'package-lock.json']);
  if (stillThere && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) {
    return;
  }
  work();
  mkdirSync(join(target, 'ui'), { recursive: true });
  writeFileSync(stamp, now);
}

/** Of names and contents, not of times: a fresh checkout has new ones. */
function digest(inputs) {
  const hash = createHash('sha256');
  const add = (path) => {
    if (statSync(join(here, path)).isDirectory()) {
      readdirSync(join(here, path)).sort().forEach((name) => add(join(path, name)));
    } else {
      hash.update(path).update('\0').update(readFileSync(join(here, path))).update('\0');
    }
  };
  inputs.forEach(add);
  return hash.digest('hex');
}

function run(command, ...parameters) {
  const { status, error } = spawnSync(command, parameters, { cwd: here, stdio: 'inherit' });
  if (error?.code === 'ENOENT') {
    fail(`'${command}' is not installed; the page needs it (or build with -DskipUi)`);
  }
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
