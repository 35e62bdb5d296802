/** The keyboard of the whole page. The table's own keys (arrows, Enter) are in process-table.tsx. */
import { COLUMNS } from './data/columns';
import * as state from './state';

/** For the key sheet: what is told and what works stand side by side. */
export const KEYS: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['/'], 'filter'],
  [['g'], 'go to an instant'],
  [['['], 'one tick back'],
  [[']'], 'one tick on'],
  [['Shift [', 'Shift ]'], 'one minute back or on'],
  [['Space'], 'hold this tick, or go on live'],
  [['Esc'], 'close, clear, or back to live'],
  [['↑', '↓', 'PgUp', 'PgDn', 'Home', 'End'], 'move in the table'],
  [['Enter'], 'all about this process'],
  [['<', '>'], 'sort by the column to the left or right'],
  [['r'], 'turn the order round'],
  [['?'], 'these keys'],
];

const ACTIONS: Readonly<Record<string, () => void>> = {
  '/': () => focus('filter'),
  g: () => focus('at'),
  '[': () => state.step('previous'),
  ']': () => state.step('next'),
  '{': () => state.stepMinute('previous'),
  '}': () => state.stepMinute('next'),
  ' ': state.pauseOrResume,
  '<': () => sortBeside(-1),
  '>': () => sortBeside(1),
  r: () => state.go({ order: state.route.peek().order === 'asc' ? 'desc' : 'asc' }),
  '?': () => (state.keysShown.value = true),
  Escape: escape,
};

export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || isCommand(event) || isTyping(event.target) || isSheetOpen()) {
      return;
    }
    if (event.key === ' ' && event.target instanceof Element && event.target.closest('button, a, summary') !== null) {
      return; // Space presses what has the focus
    }
    const action = ACTIONS[withShift(event)];
    if (action) {
      event.preventDefault();
      action();
    }
  });
}

/** On layouts where Shift does not turn `[` into `{`. */
function withShift(event: KeyboardEvent): string {
  if (event.shiftKey && event.key === '[') {
    return '{';
  }
  return event.shiftKey && event.key === ']' ? '}' : event.key;
}

/** AltGr, which types `[` on many layouts, reports Ctrl and Alt on some systems. */
function isCommand(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph');
}

/** A sheet has the keyboard to itself. */
function isSheetOpen(): boolean {
  return state.keysShown.peek() || state.gapsShown.peek();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

function focus(id: string): void {
  const field = document.getElementById(id);
  if (field instanceof HTMLInputElement) {
    field.focus();
    field.select();
  }
}

export function focusTable(): void {
  document.getElementById('table')?.focus();
}

function escape(): void {
  if (state.route.peek().pid !== null) {
    state.select(null);
    focusTable();
  } else if (!state.live.peek()) {
    state.goLive();
  } else if (state.route.peek().q !== '') {
    state.go({ q: '' });
  }
}

function sortBeside(distance: number): void {
  const at = COLUMNS.findIndex((each) => each.key === state.route.peek().sort);
  const column = COLUMNS[(at + distance + COLUMNS.length) % COLUMNS.length];
  if (column) {
    state.sortBy(column);
  }
}
