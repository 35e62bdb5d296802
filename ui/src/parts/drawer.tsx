import type { ComponentChildren } from 'preact';
import { bytes, count, cpu, duration, exactBytes, UNKNOWN, UNKNOWN_TITLE } from '../data/format';
import { full, isInstant } from '../data/time';
import type { Process } from '../data/types';
import { visible } from '../data/visible';
import { focusTable } from '../keys';
import * as state from '../state';
import { CopyButton } from './copy-button';
import { HostText } from './host-text';
import { Icon } from './icon';

/** All that is known about one process at the instant shown. */
export function Drawer({ pid }: { readonly pid: number }) {
  const process = state.selected.value;
  return (
    <aside class="drawer" aria-label="Process" id="drawer">
      <header>
        <h2>
          <HostText text={process?.name ?? (process === null ? 'Process' : UNKNOWN)} />
          <span class="pid">{pid}</span>
        </h2>
        <button class="quiet" aria-label="Close" title="close (Esc)" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {process === null ? <Absent pid={pid} /> : <Details process={process} />}
    </aside>
  );
}

function close(): void {
  state.select(null);
  focusTable();
}

function Absent({ pid }: { readonly pid: number }) {
  const stranger = state.find(pid);
  return stranger === null ? <Gone pid={pid} /> : <Reused stranger={stranger} />;
}

/** The pid is there, the process is not: showing what has the pid would tell of a stranger. */
function Reused({ stranger }: { readonly stranger: Process }) {
  const { start } = state.route.value;
  return (
    <div class="absent">
      <p>
        In this tick pid {stranger.pid} belongs to another process, <HostText text={stranger.name ?? UNKNOWN} />
        {stranger.start_time !== null && `, which began ${moment(stranger.start_time)}`}. The one that was open began{' '}
        {moment(start ?? '')}.
      </p>
      <button onClick={() => state.select(stranger)}>Show the other process</button>
    </div>
  );
}

/** The start in a link may be anything. */
function moment(start: string): string {
  return isInstant(start) ? full(start) : visible(start);
}

function Gone({ pid }: { readonly pid: number }) {
  return (
    <div class="absent">
      <p>
        There is no process {pid} in this tick. It has exited, or had not begun. {' '}
        <kbd>[</kbd> <kbd>]</kbd> step to the ticks beside it.
      </p>
    </div>
  );
}

function Details({ process }: { readonly process: Process }) {
  return (
    <div class="details">
      <CommandLine process={process} />
      <dl class="tiles">
        <Tile label="CPU" title="percent of one core">
          {cpu(process.cpu_usage)} %
        </Tile>
        <Tile label="RSS" title={exactBytes(process.mem_usage)}>
          {bytes(process.mem_usage)}
        </Tile>
        <Tile label="read" title="from storage, per second">
          {rate(process.read_rate)}
        </Tile>
        <Tile label="written" title="to storage, per second">
          {rate(process.write_rate)}
        </Tile>
      </dl>
      <dl class="facts">
        <Identity process={process} />
        <Use process={process} />
      </dl>
    </div>
  );
}

function CommandLine({ process }: { readonly process: Process }) {
  const text = process.cmdline ?? '';
  if (text === '') {
    const why = process.kernel_thread === true ? 'a kernel thread: it has no command line' : 'command line not known';
    return <p class="command none">{why}</p>;
  }
  return (
    <div class="command">
      {/* It scrolls when it is long, and what scrolls has to be within reach of the keyboard. */}
      <code tabIndex={0} role="region" aria-label="command line">
        <HostText text={text} />
      </code>
      <CopyButton text={text} label="command line" />
    </div>
  );
}

function Identity({ process }: { readonly process: Process }) {
  return (
    <>
      <Fact label="pid" copy={String(process.pid)}>
        {process.pid}
      </Fact>
      <Fact label="parent">
        <Parent pid={process.parent_pid} />
      </Fact>
      <Fact label="user" copy={process.user}>
        {visible(process.user ?? UNKNOWN)} {process.user_id !== null && <small>uid {process.user_id}</small>}
      </Fact>
      <Fact label="status">{visible(process.status ?? UNKNOWN)}</Fact>
      <Fact label="started" copy={process.start_time}>
        {process.start_time === null ? UNKNOWN : full(process.start_time)}
      </Fact>
      <Fact label="age">{duration(process.runtime)}</Fact>
      <Fact label="unit" copy={process.unit}>
        {visible(process.unit ?? UNKNOWN)}
      </Fact>
      <Fact label="container" copy={process.container}>
        {visible(process.container ?? UNKNOWN)}
      </Fact>
      <Fact label="cgroup" copy={process.cgroup}>
        {visible(process.cgroup ?? UNKNOWN)}
      </Fact>
    </>
  );
}

function Use({ process }: { readonly process: Process }) {
  return (
    <>
      <Fact label="CPU time" title={process.cpu_time === null ? UNKNOWN_TITLE : `${process.cpu_time} seconds`}>
        {process.cpu_time === null ? UNKNOWN : cpuTime(process.cpu_time)}
      </Fact>
      <Fact label="virtual memory" title={exactBytes(process.virtual_memory)}>
        {bytes(process.virtual_memory)}
      </Fact>
      <Fact label="threads">{count(process.threads)}</Fact>
      <Fact label="open files">{count(process.open_files)}</Fact>
      <Fact label="read in all" title={exactBytes(process.read_bytes)}>
        {bytes(process.read_bytes)}
      </Fact>
      <Fact label="written in all" title={exactBytes(process.write_bytes)}>
        {bytes(process.write_bytes)}
      </Fact>
      {process.kernel_thread === true && <Fact label="kind">kernel thread</Fact>}
    </>
  );
}

function Parent({ pid }: { readonly pid: number | null }) {
  const parent = state.find(pid);
  if (pid === null || parent === null) {
    return <>{pid ?? UNKNOWN}</>;
  }
  return (
    <button class="link" onClick={() => state.select(parent)} title="go to the parent">
      {pid} <HostText text={parent.name ?? ''} />
    </button>
  );
}

interface FactProps {
  readonly label: string;
  readonly title?: string;
  readonly copy?: string | null;
  readonly children: ComponentChildren;
}

function Fact({ label, title, copy, children }: FactProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd {...(title !== undefined && { title })}>
        <span>{children}</span>
        {copy != null && copy !== '' && <CopyButton text={copy} label={label} />}
      </dd>
    </div>
  );
}

function Tile({ label, title, children }: { label: string; title: string; children: ComponentChildren }) {
  return (
    <div title={title}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function rate(bytesPerSecond: number | null): string {
  const text = bytes(bytesPerSecond);
  return text === UNKNOWN || text === '0' ? text : `${text}/s`;
}

function cpuTime(seconds: number): string {
  return seconds < 60 ? `${seconds.toFixed(2)} s` : duration(seconds);
}
