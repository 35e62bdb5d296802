import { useEffect, useRef } from 'preact/hooks';
import { COLUMNS, type Column } from '../data/columns';
import { visible } from '../data/visible';
import { identity, type Process } from '../data/types';
import { active, route, rows, select, selected, sortBy } from '../state';
import { ProcessRow, rowId, ROW_HEIGHT } from './process-row';
import { useVirtualRows, type RowVirtualizer } from './virtual';

/**
 * A grid of which only the rows in sight exist. The focus stays on the grid and points at the active row, because the
 * row's element may be another one after the next tick or scroll.
 */
export function ProcessTable({ stale }: { readonly stale: boolean }) {
  const scroller = useRef<HTMLDivElement>(null);
  const shown = rows.value;
  const virtualizer = useVirtualRows(shown.length, ROW_HEIGHT, scroller);
  const activeIndex = shown.findIndex((each) => identity(each) === active.value);
  const view = `${route.value.q} ${route.value.sort} ${route.value.order}`;
  useEffect(() => void scroller.current?.scrollTo({ top: 0 }), [view]);
  useEffect(() => showSelected(shown, virtualizer), [route.value.pid, route.value.start]);
  const items = virtualizer.getVirtualItems();
  const activeDrawn = items.some((item) => item.index === activeIndex);
  return (
    <div
      id="table"
      ref={scroller}
      class={stale ? 'grid stale' : 'grid'}
      role="grid"
      tabIndex={0}
      aria-label="Processes"
      aria-rowcount={shown.length + 1}
      aria-colcount={COLUMNS.length}
      {...(activeDrawn && { 'aria-activedescendant': rowId(shown[activeIndex]!) })}
      onFocus={() => (active.value ??= firstSeen(shown, virtualizer))}
      onKeyDown={(event) => move(event, shown, activeIndex, virtualizer)}
    >
      <Head />
      <div role="rowgroup" class="rows" style={{ height: `${virtualizer.getTotalSize()}px` }}>
        {items.map((item) => {
          const process = shown[item.index];
          return process && <ProcessRow key={item.index % 256} process={process} index={item.index} top={item.start} />;
        })}
      </div>
    </div>
  );
}

function firstSeen(shown: readonly Process[], virtualizer: RowVirtualizer): string | null {
  const process = shown[Math.ceil((virtualizer.scrollOffset ?? 0) / ROW_HEIGHT)];
  return process ? identity(process) : null;
}

function showSelected(shown: readonly Process[], virtualizer: RowVirtualizer): void {
  const process = selected.peek();
  const index = process === null ? -1 : shown.indexOf(process);
  if (index >= 0) {
    active.value = identity(shown[index]!);
    virtualizer.scrollToIndex(index, { align: 'auto' });
  }
}

function move(event: KeyboardEvent, shown: readonly Process[], from: number, virtualizer: RowVirtualizer): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) {
    return;
  }
  const current = shown[from];
  if (event.key === 'Enter' && current) {
    event.preventDefault();
    select(current);
    return;
  }
  const to = target(event.key, from, shown.length, virtualizer);
  const process = to === null ? undefined : shown[to];
  if (to === null || !process) {
    return;
  }
  event.preventDefault();
  active.value = identity(process);
  virtualizer.scrollToIndex(to, { align: 'auto' });
  if (route.peek().pid !== null) {
    select(process);
  }
}

function target(key: string, from: number, count: number, virtualizer: RowVirtualizer): number | null {
  const page = Math.max(1, Math.floor((virtualizer.scrollRect?.height ?? 0) / ROW_HEIGHT) - 2);
  const top = Math.ceil((virtualizer.scrollOffset ?? 0) / ROW_HEIGHT);
  const bounded = (index: number) => Math.max(0, Math.min(count - 1, index));
  switch (key) {
    case 'ArrowDown':
      return bounded(from < 0 ? top : from + 1);
    case 'ArrowUp':
      return bounded(from < 0 ? top : from - 1);
    case 'PageDown':
      return bounded(Math.max(0, from) + page);
    case 'PageUp':
      return bounded(from - page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

function Head() {
  return (
    <div role="rowgroup" class="head">
      <div role="row" class="row" aria-rowindex={1}>
        {COLUMNS.map((column, index) => (
          <Heading key={column.key} column={column} index={index} />
        ))}
      </div>
    </div>
  );
}

/** One heading, that of the sorted column, is in the tab order; the arrows go on from there. */
function Heading({ column, index }: { readonly column: Column; readonly index: number }) {
  const { sort, order } = route.value;
  const direction = sort !== column.key ? 'none' : order === 'asc' ? 'ascending' : 'descending';
  const inTabOrder = sort === column.key || (index === 0 && !COLUMNS.some((each) => each.key === sort));
  return (
    <div
      role="columnheader"
      class={`cell c-${column.key}${column.numeric ? ' number' : ''}`}
      aria-colindex={index + 1}
      aria-sort={direction}
    >
      <button
        tabIndex={inTabOrder ? 0 : -1}
        title={`${column.meaning}: sort`}
        onClick={() => sortBy(column)}
        onKeyDown={moveHeading}
      >
        {visible(column.label)}
        <span class="arrow" aria-hidden="true">
          {direction === 'none' ? '' : direction === 'ascending' ? '▲' : '▼'}
        </span>
      </button>
    </div>
  );
}

function moveHeading(event: KeyboardEvent): void {
  const here = (event.currentTarget as Element).parentElement;
  const beside =
    event.key === 'ArrowRight' ? here?.nextElementSibling : event.key === 'ArrowLeft' ? here?.previousElementSibling : null;
  const button = beside?.querySelector('button');
  if (button) {
    event.preventDefault();
    button.focus();
  }
}
