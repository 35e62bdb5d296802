import { bytes, count, cpu, duration, exactBytes, exactRate, UNKNOWN, UNKNOWN_TITLE } from './format';
import type { Order } from './route';
import type { Process } from './types';

/** A column of the table. `key` is the API's name for it, in links too. */
export interface Column {
  readonly key: keyof Process;
  readonly label: string;
  /** The heading's full words. */
  readonly meaning: string;
  readonly numeric: boolean;
  /** What the cell says; text from the host is made visible where it is drawn. */
  readonly text: (process: Process) => string;
  readonly title: (process: Process) => string;
}

type NumberKey = 'pid' | 'cpu_usage' | 'mem_usage' | 'virtual_memory' | 'read_rate' | 'write_rate' | 'threads' | 'open_files' | 'runtime';
type TextKey = 'name' | 'status' | 'user' | 'unit' | 'cmdline';

function number(
  key: NumberKey,
  label: string,
  meaning: string,
  text: (value: number | null) => string,
  title: (value: number | null) => string,
): Column {
  return { key, label, meaning, numeric: true, text: (each) => text(each[key]), title: (each) => title(each[key]) };
}

function words(key: TextKey, label: string, meaning: string): Column {
  return {
    key,
    label,
    meaning,
    numeric: false,
    text: (each) => each[key] ?? UNKNOWN,
    title: (each) => each[key] ?? UNKNOWN_TITLE,
  };
}

const plain = (value: number | null): string => (value === null ? UNKNOWN_TITLE : '');
const ofOneCore = (value: number | null): string => (value === null ? UNKNOWN_TITLE : `${value} % of one core`);
const seconds = (value: number | null): string => (value === null ? UNKNOWN_TITLE : duration(value));

export const COLUMNS: readonly Column[] = [
  number('pid', 'PID', 'process id', (value) => String(value), plain),
  words('name', 'NAME', 'name'),
  number('cpu_usage', 'CPU %', 'CPU, percent of one core', cpu, ofOneCore),
  number('mem_usage', 'RSS', 'resident memory', bytes, exactBytes),
  number('virtual_memory', 'VIRT', 'virtual memory', bytes, exactBytes),
  number('read_rate', 'READ/s', 'bytes read from storage per second', bytes, exactRate),
  number('write_rate', 'WRITE/s', 'bytes written to storage per second', bytes, exactRate),
  number('threads', 'THR', 'threads', count, plain),
  number('open_files', 'FILES', 'open file descriptors', count, plain),
  words('status', 'STATUS', 'status'),
  words('user', 'USER', 'user'),
  words('unit', 'UNIT', 'systemd unit'),
  number('runtime', 'AGE', 'time since the process began', duration, seconds),
  words('cmdline', 'COMMAND', 'command line'),
];

/** Large numbers and small letters first. */
export function firstOrder(column: Column): Order {
  return column.numeric && column.key !== 'pid' ? 'desc' : 'asc';
}

/**
 * A sorted copy. Unknown values come last either way, as the API has it; equal rows lie by pid, so that they do not
 * jump from tick to tick.
 */
export function sorted(rows: readonly Process[], sort: string, order: Order): Process[] {
  const value = valueOf(sort);
  const sign = order === 'asc' ? 1 : -1;
  return rows
    .map((process) => ({ process, value: value(process) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) {
        return Number(a.value === null) - Number(b.value === null) || a.process.pid - b.process.pid;
      }
      return sign * compared(a.value, b.value) || a.process.pid - b.process.pid;
    })
    .map((each) => each.process);
}

type Value = number | string;

/** As the API does: text without its case, which settles only what is equal otherwise. */
function compared(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') {
    return inOrder(a.toLowerCase(), b.toLowerCase()) || inOrder(a, b);
  }
  return inOrder(a, b);
}

function inOrder(a: Value, b: Value): number {
  return Number(a > b) - Number(a < b);
}

/** One side that is not known leaves the sum unknown. */
function valueOf(sort: string): (process: Process) => Value | null {
  if (sort === 'io') {
    return ({ read_rate: read, write_rate: written }) => (read === null || written === null ? null : read + written);
  }
  return (process) => {
    const value = process[sort as keyof Process] ?? null;
    return typeof value === 'boolean' ? Number(value) : value;
  };
}
