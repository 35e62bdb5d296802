import { useRef } from 'preact/hooks';
import { brief, full, zoneAt, ZONE } from '../data/time';
import { duration } from '../data/format';
import { secondsBetween } from '../data/time';
import { visitTyped } from '../feed';
import { focusTable } from '../keys';
import * as state from '../state';
import { Icon } from './icon';

export function Toolbar() {
  return (
    <div class="toolbar" role="search" aria-label="Filter and time">
      <FilterField />
      <TimeControl />
    </div>
  );
}

function FilterField() {
  const { q } = state.route.value;
  return (
    <div class="field filter">
      <Icon name="search" />
      <input
        id="filter"
        type="text"
        aria-label="Filter processes"
        placeholder="filter: java  'exact  ^begin  end$  !not  user:app"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxLength={1000}
        value={q}
        onInput={(event) => state.go({ q: event.currentTarget.value }, 'replace')}
        onKeyDown={filterKey}
      />
      {q === '' ? (
        <kbd aria-hidden="true">/</kbd>
      ) : (
        <button class="quiet small" aria-label="Clear the filter" onClick={() => state.go({ q: '' })}>
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}

function filterKey(event: KeyboardEvent): void {
  if (event.key === 'Escape') {
    event.preventDefault();
    if (state.route.peek().q === '') {
      focusTable();
    } else {
      state.go({ q: '' }, 'replace');
    }
  } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
    event.preventDefault();
    focusTable();
  }
}

function TimeControl() {
  const shown = state.table.value;
  return (
    <div class="time" role="group" aria-label="Time">
      <LiveButton />
      <div class="stepper">
        <StepButton to="previous" enabled={shown?.previous != null} />
        <Shown />
        <StepButton to="next" enabled={!state.live.value && shown !== null} />
      </div>
      <AtField />
    </div>
  );
}

const MODES = {
  live: ['LIVE', 'following the newest tick; press to hold this one (Space)'],
  stale: ['STALE', 'nothing newer has come; the page keeps trying'],
  past: ['PAST', 'back to live (Esc)'],
  end: ['END', 'the last tick of this recording; press to hold it (Space)'],
} as const;

function LiveButton() {
  const live = state.live.value;
  const isBundle = state.health.value?.bundle != null;
  const mode = !live ? 'past' : state.failure.value !== null ? 'stale' : isBundle ? 'end' : 'live';
  const [word, meaning] = MODES[mode];
  return (
    <button id="live" class={`mode ${mode}`} aria-pressed={live} title={meaning} onClick={state.pauseOrResume}>
      <span class="bulb" aria-hidden="true" />
      {word}
      {!live && <span class="resume">{isBundle ? 'go to the end' : 'go live'}</span>}
    </button>
  );
}

function StepButton({ to, enabled }: { readonly to: 'previous' | 'next'; readonly enabled: boolean }) {
  const back = to === 'previous';
  const words = back ? 'One tick back' : 'One tick on';
  return (
    <button
      class="quiet small"
      aria-label={words}
      title={`${words} (${back ? '[' : ']'}); with Shift one minute`}
      disabled={!enabled}
      onClick={(event) => (event.shiftKey ? state.stepMinute(to) : state.step(to))}
    >
      <Icon name={back ? 'back' : 'on'} />
    </button>
  );
}

function Shown() {
  const shown = state.table.value;
  const instant = shown?.timestamp ?? (state.live.value ? null : (shown?.at ?? null));
  if (instant === null) {
    return <output class="shown">–</output>;
  }
  const ago = secondsBetween(instant, state.recorderNow());
  return (
    <output class="shown" title={`${full(instant)} (${ZONE})`} id="shown">
      <time dateTime={instant}>{brief(instant, state.recorderNow())}</time> <span>{zoneAt(instant)}</span>
      {!state.live.value && <span class="ago">{duration(ago)} ago</span>}
    </output>
  );
}

function AtField() {
  const field = useRef<HTMLInputElement>(null);
  const problem = state.atProblem.value;
  const submit = async (event: Event) => {
    event.preventDefault();
    const typed = field.current?.value.trim() ?? '';
    if (typed === '' || typed === 'now') {
      state.goLive();
    }
    if (typed === '' || typed === 'now' || (await visitTyped(typed))) {
      field.current!.value = '';
      focusTable();
    }
  };
  return (
    <form class={problem === null ? 'field at' : 'field at wrong'} onSubmit={(event) => void submit(event)}>
      <Icon name="clock" />
      <input
        id="at"
        ref={field}
        type="text"
        aria-label="Go to an instant"
        aria-invalid={problem !== null}
        {...(problem !== null && { 'aria-describedby': 'at-problem' })}
        placeholder="-15m, 03:12, yesterday 03:12"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxLength={100}
        onInput={() => (state.atProblem.value = null)}
        onKeyDown={atKey}
      />
      <kbd aria-hidden="true">g</kbd>
      {problem !== null && (
        <p class="problem" id="at-problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}

function atKey(event: KeyboardEvent & { readonly currentTarget: HTMLInputElement }): void {
  if (event.key === 'Escape') {
    event.preventDefault();
    event.currentTarget.value = '';
    state.atProblem.value = null;
    focusTable();
  }
}
