/**
 * The filter of docs/http.md ("The filter"). The server has the same; `src/test/resources/filter-cases.json` at the
 * root of the repository holds both to it.
 */
import type { Process } from './types';

export type Field = 'pid' | 'name' | 'cmdline' | 'user' | 'unit' | 'container' | 'status';
export type Filterable = Pick<Process, Field>;
/** Half-open, in UTF-16 units of the value. */
export type Range = readonly [from: number, to: number];

interface Word {
  readonly text: string;
  readonly field: Field | null;
  readonly negated: boolean;
  readonly scattered: boolean;
  readonly atBegin: boolean;
  readonly atEnd: boolean;
  readonly exactCase: boolean;
}

const PREFIXES: Readonly<Record<string, Field>> = {
  pid: 'pid',
  name: 'name',
  cmd: 'cmdline',
  user: 'user',
  unit: 'unit',
  container: 'container',
  status: 'status',
};
const PREFIX = new RegExp(`^(${Object.keys(PREFIXES).join('|')}):`);
/** What a word without a field word looks at. */
const EVERYWHERE: readonly Field[] = ['pid', 'name', 'cmdline', 'user', 'unit', 'container'];
/** Where its letters may lie apart. A long command line holds the letters of nearly any word in order. */
const SCATTERED: readonly Field[] = ['name', 'user', 'unit', 'container'];

/** Words separated by ASCII white space; a word with no text left restricts nothing and is left out. */
export function parse(query: string): readonly Word[] {
  return query
    .split(/[\t\n\v\f\r ]+/)
    .map(word)
    .filter((each) => each.text !== '');
}

function word(written: string): Word {
  const negated = written.startsWith('!');
  const signed = negated ? written.slice(1) : written;
  const prefix = PREFIX.exec(signed);
  const field = prefix ? (PREFIXES[prefix[1]!] ?? null) : null;
  const rest = prefix ? signed.slice(prefix[0].length) : signed;
  const quoted = rest.startsWith("'");
  const atBegin = !quoted && rest.startsWith('^');
  const atEnd = !quoted && rest.endsWith('$');
  const text = rest.slice(quoted || atBegin ? 1 : 0, atEnd ? -1 : undefined);
  const wholePid = field === 'pid' && !quoted && !atBegin && !atEnd;
  const exactCase = /\p{Uppercase}/u.test(text);
  return {
    text: exactCase ? text : text.toLowerCase(),
    field,
    negated,
    scattered: field === null && !negated && !quoted && !atBegin && !atEnd,
    atBegin: atBegin || wholePid,
    atEnd: atEnd || wholePid,
    exactCase,
  };
}

export function matches(words: readonly Word[], row: Filterable): boolean {
  return words.every((each) => fieldsOf(each).some((field) => found(each, field, row[field])) !== each.negated);
}

/** Where the words were found in this value, in order and without overlaps, for highlighting. */
export function marks(words: readonly Word[], field: Field, value: string): readonly Range[] {
  const ranges = words
    .filter((each) => !each.negated && fieldsOf(each).includes(field))
    .flatMap((each) => where(each, field, value));
  return merged(ranges);
}

function fieldsOf(each: Word): readonly Field[] {
  return each.field === null ? EVERYWHERE : [each.field];
}

function found(each: Word, field: Field, value: string | number | null): boolean {
  if (value === null) {
    return false;
  }
  const text = each.exactCase ? String(value) : lowerCase(String(value));
  if (each.atBegin || each.atEnd) {
    return anchored(each, text);
  }
  return text.includes(each.text) || (each.scattered && SCATTERED.includes(field) && inOrder(each.text, text) >= 0);
}

function anchored(each: Word, text: string): boolean {
  if (each.atBegin && each.atEnd) {
    return text === each.text;
  }
  return each.atBegin ? text.startsWith(each.text) : text.endsWith(each.text);
}

/** The end of the first run that holds the letters in this order, or -1. */
function inOrder(letters: string, text: string): number {
  let from = 0;
  for (const letter of letters) {
    const at = text.indexOf(letter, from);
    if (at < 0) {
      return -1;
    }
    from = at + letter.length;
  }
  return from;
}

function where(each: Word, field: Field, value: string): readonly Range[] {
  const text = each.exactCase ? value : lowerCase(value);
  if (text.length !== value.length || !found(each, field, value)) {
    return []; // a letter whose small form is longer: positions would be off
  }
  if (each.atBegin) {
    return [[0, each.text.length]];
  }
  if (each.atEnd) {
    return [[text.length - each.text.length, text.length]];
  }
  const at = text.indexOf(each.text);
  return at >= 0 ? [[at, at + each.text.length]] : scatter(each.text, text);
}

/** Back from the end of the first run, so that the letters marked lie close together. */
function scatter(letters: string, text: string): readonly Range[] {
  let to = inOrder(letters, text);
  return Array.from(letters)
    .reverse()
    .map((letter): Range => {
      const at = text.lastIndexOf(letter, to - letter.length);
      to = at;
      return [at, at + letter.length];
    });
}

function merged(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && range[0] <= last[1]) {
      result[result.length - 1] = [last[0], Math.max(last[1], range[1])];
    } else {
      result.push(range);
    }
  }
  return result;
}

/** Command lines come again with each tick: remembering their small form keeps typing instant at 5,000 rows. */
const REMEMBERED = 20_000;
const lowered = new Map<string, string>();

function lowerCase(text: string): string {
  let lower = lowered.get(text);
  if (lower === undefined) {
    if (lowered.size >= REMEMBERED) {
      lowered.clear();
    }
    lower = text.toLowerCase();
    lowered.set(text, lower);
  }
  return lower;
}
