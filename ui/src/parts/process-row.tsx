import { COLUMNS, type Column } from '../data/columns';
import { marks } from '../data/filter';
import { identity, type Process } from '../data/types';
import { UNKNOWN } from '../data/format';
import { visible } from '../data/visible';
import { active, select, selected, words } from '../state';
import { HostText } from './host-text';

/** The stylesheet has the same number (`--row`). */
export const ROW_HEIGHT = 26;
/** More of a command line than any screen shows in one line. */
const CLIPPED = 600;

interface Props {
  readonly process: Process;
  readonly index: number;
  readonly top: number;
}

export function rowId(process: Process): string {
  return `p${process.pid}`;
}

export function ProcessRow({ process, index, top }: Props) {
  const isSelected = selected.value === process;
  return (
    <div
      role="row"
      id={rowId(process)}
      class={classOf(process, index)}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => select(isSelected ? null : process)}
    >
      {COLUMNS.map((column, at) => (
        <Cell key={column.key} column={column} at={at} process={process} />
      ))}
    </div>
  );
}

function classOf(process: Process, index: number): string {
  const odd = index % 2 === 1 ? ' odd' : '';
  const kernel = process.kernel_thread === true ? ' kernel' : '';
  const here = identity(process) === active.value ? ' active' : '';
  return `row${odd}${kernel}${here}`;
}

interface CellProps {
  readonly column: Column;
  readonly at: number;
  readonly process: Process;
}

function Cell({ column, at, process }: CellProps) {
  const text = column.text(process);
  const faint = text === UNKNOWN || (column.numeric && Number.parseFloat(text) === 0);
  return (
    <div
      role="gridcell"
      class={`cell c-${column.key}${column.numeric ? ' number' : ''}${faint ? ' faint' : ''}`}
      aria-colindex={at + 1}
      title={visible(column.title(process))}
    >
      {column.key === 'cpu_usage' && <CpuBar value={process.cpu_usage} />}
      <CellText column={column} process={process} text={text} />
    </div>
  );
}

function CellText({ column, process, text }: { column: Column; process: Process; text: string }) {
  switch (column.key) {
    case 'name':
      return <Name process={process} text={text} />;
    case 'cmdline': {
      const clipped = text.slice(0, CLIPPED);
      return <HostText text={clipped} marks={inside(marks(words.value, 'cmdline', text), clipped.length)} />;
    }
    case 'status':
      return <span class={`status ${/^[a-z-]+$/.test(text) ? text : ''}`}>{visible(text)}</span>;
    default:
      return <>{visible(text)}</>;
  }
}

function Name({ process, text }: { process: Process; text: string }) {
  const name = <HostText text={text} marks={marks(words.value, 'name', text)} />;
  return process.kernel_thread === true ? (
    <>
      <span class="unseen">kernel thread </span>[{name}]
    </>
  ) : (
    name
  );
}

function inside(ranges: ReturnType<typeof marks>, length: number): ReturnType<typeof marks> {
  return ranges.filter(([, to]) => to <= length);
}

/** A full bar is one whole core; more than that changes its colour. */
function CpuBar({ value }: { readonly value: number | null }) {
  if (value === null || value < 0.05) {
    return null;
  }
  return (
    <span
      class={value > 100 ? 'bar over' : 'bar'}
      aria-hidden="true"
      style={{ transform: `scaleX(${Math.min(1, value / 100)})` }}
    />
  );
}
