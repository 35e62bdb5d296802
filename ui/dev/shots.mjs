// Takes pictures of the page's states against a running dev server: node dev/shots.mjs DIRECTORY [http://127.0.0.1:7171]
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Chromium } from './chromium.mjs';

const directory = process.argv[2] ?? 'shots';
const base = process.argv[3] ?? 'http://127.0.0.1:7171';
const WIDE = { width: 1440, height: 860 };
const NARROW = { width: 390, height: 780 };
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const type = (id, text) => async (page) => {
  await page.run(`document.getElementById('${id}').focus()`);
  await page.type(text);
};
const typeAt = (text) => async (page) => {
  await type('at', text)(page);
  await page.run(`document.querySelector('.at').requestSubmit()`);
};
const drawer = async (page) => page.run(`document.querySelectorAll('.rows > .row')[1].click()`);

const SHOTS = [
  ['live', {}],
  ['filtered', { then: type('filter', "java !check 'app") }],
  ['drawer', { then: drawer }],
  ['hostile', { query: '?q=evil&pid=0' }],
  ['past', { then: typeAt('-15m') }],
  ['bad-at', { then: typeAt('half past nine') }],
  ['no-match', { query: '?q=nothing-like-this' }],
  ['gap', { mode: 'gap', query: '?at=-10m' }],
  ['empty', { mode: 'empty' }],
  ['denied', { mode: 'denied' }],
  ['problem', { mode: 'problem' }],
  ['degraded', { mode: 'degraded' }],
  ['silent', { mode: 'normal', then: async () => { await fetch(`${base}/dev/mode/silent`); await pause(8_000); } }],
  ['keys', { then: async (page) => page.press('?') }],
  ['slow', { mode: 'slow' }],
];

await mkdir(directory, { recursive: true });
const only = process.argv[4]?.split(',');
const browser = await Chromium.start();
for (const [name, { mode = 'normal', query = '', then = async () => {} }] of SHOTS) {
  if (only && !only.includes(name)) {
    continue;
  }
  for (const [size, box] of [['wide', WIDE], ['narrow', NARROW]]) {
    for (const scheme of ['light', 'dark']) {
      await fetch(`${base}/dev/mode/${mode}`);
      await browser.open(`${base}/processes${query}`, { ...box, scheme });
      await pause(900);
      await then(browser);
      await pause(500);
      await writeFile(join(directory, `${name}-${size}-${scheme}.png`), await browser.picture());
    }
  }
}
await fetch(`${base}/dev/mode/normal`);
await browser.close();
const problems = browser.problems.filter((text) => !/status of (400|401|503)|ERR_EMPTY_RESPONSE/.test(text ?? ''));
process.stdout.write(`${problems.length} problems in the console\n${problems.join('\n')}\n`);
