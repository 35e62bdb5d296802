import type { ComponentChildren } from 'preact';
import { loginAddress } from '../data/api';
import { count, duration } from '../data/format';
import { causeInWords } from '../data/gaps';
import { brief, full, secondsBetween, zoneAt } from '../data/time';
import type { Gap, Problem, ProcessTable } from '../data/types';
import { visible } from '../data/visible';
import { askAgain } from '../feed';
import * as state from '../state';
import { Icon, type IconName } from './icon';

interface PanelProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ComponentChildren;
}

function Panel({ icon, title, children }: PanelProps) {
  return (
    <div class="panel">
      <Icon name={icon} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Before the first answer. Drawn late, so that a quick answer shows no flicker. */
export function Waiting({ silent }: { readonly silent: boolean }) {
  if (silent) {
    return (
      <Panel icon="warn" title="The recorder does not answer">
        <p>The page keeps trying. If the recorder runs on another host, look at the tunnel that leads there.</p>
      </Panel>
    );
  }
  return (
    <div class="waiting" aria-busy="true">
      <span class="unseen">Asking for the processes</span>
      {Array.from({ length: 12 }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}

export function NoMatch() {
  const all = state.table.value?.processes.length ?? 0;
  return (
    <div class="over-table">
      <Panel icon="search" title="No process matches">
        <p>
          All {count(all)} processes are filtered away by <code>{visible(state.route.value.q)}</code>
        </p>
        <button class="main-button" onClick={() => state.go({ q: '' })}>
          Clear the filter
        </button>
      </Panel>
    </div>
  );
}

export function NoneRecorded() {
  return (
    <Panel icon="empty" title="Nothing recorded yet">
      <p>The first tick is on its way; the table appears with it.</p>
    </Panel>
  );
}

export function Gapped({ gap, answer }: { readonly gap: Gap; readonly answer: ProcessTable }) {
  return (
    <Panel icon="gap" title="Nothing was recorded at this instant">
      <p>
        {causeInWords(gap.cause)} <code class="cause">{visible(gap.cause)}</code>
      </p>
      <p class="stretch">
        <GapEnd label="from" instant={gap.from} otherwise="the beginning" />
        <GapEnd label="to" instant={gap.to} otherwise="still open" />
        {gap.from !== null && gap.to !== null && (
          <span>{duration(secondsBetween(gap.from, Date.parse(gap.to)))} without data</span>
        )}
      </p>
      {gap.detail !== null && gap.detail !== '' && <p class="detail">{visible(gap.detail)}</p>}
      <div class="choices">
        {answer.previous !== null && <Beside instant={answer.previous} to="previous" />}
        {answer.next !== null && <Beside instant={answer.next} to="next" first={gap.cause === 'before-recording'} />}
        <button onClick={state.goLive}>Go live</button>
      </div>
    </Panel>
  );
}

function GapEnd(end: { readonly label: string; readonly instant: string | null; readonly otherwise: string }) {
  return (
    <span>
      {end.label}{' '}
      {end.instant === null ? (
        <b>{end.otherwise}</b>
      ) : (
        <b title={full(end.instant)}>
          {brief(end.instant, state.recorderNow())} {zoneAt(end.instant)}
        </b>
      )}
    </span>
  );
}

interface BesideProps {
  readonly instant: string;
  readonly to: 'previous' | 'next';
  /** Whether it is the first tick of all. */
  readonly first?: boolean;
}

function Beside({ instant, to, first = false }: BesideProps) {
  const words = to === 'previous' ? 'Last tick before' : first ? 'Go to the first tick' : 'First tick after';
  return (
    <button onClick={() => state.step(to)} title={full(instant)}>
      {words}: {brief(instant, state.recorderNow())}
    </button>
  );
}

export function NotShown({ problem }: { readonly problem: Problem }) {
  return (
    <Panel icon="warn" title="The recorder cannot show this">
      <p>{visible(problem.detail)}</p>
      <div class="choices">
        <button onClick={() => (state.live.peek() ? askAgain() : state.goLive())}>
          {state.live.value ? 'Try again' : 'Go live'}
        </button>
      </div>
    </Panel>
  );
}

/** What is seen until the browser is at the login page, and where it can't get there. */
export function Denied({ problem }: { readonly problem: Problem }) {
  return (
    <Panel icon="lock" title="This recorder does not know you">
      <p>
        On its own host it answers root, the user it runs as, and those in its setting <code>allowed_users</code>. You
        came as somebody else, or from elsewhere, or have been logged in for long enough: then it wants its token.
      </p>
      {problem.detail !== '' && <p class="detail">{visible(problem.detail)}</p>}
      <div class="choices">
        <a class="main-button" href={loginAddress()}>
          Log in
        </a>
      </div>
    </Panel>
  );
}
