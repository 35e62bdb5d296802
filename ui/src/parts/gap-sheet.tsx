import { useEffect, useState } from 'preact/hooks';
import { ask, Refusal } from '../data/api';
import { count } from '../data/format';
import { gapWords } from '../data/gaps';
import { write } from '../data/route';
import type { Gap, GapList } from '../data/types';
import { visible } from '../data/visible';
import { gapsShown, go, recorderNow, route } from '../state';
import { Sheet } from './sheet';

const MOST = 50;

/** Where data is missing, newest first. */
export function GapSheet() {
  return (
    <Sheet id="gaps" title="Gaps" shown={gapsShown} wide>
      {gapsShown.value && <Asked />}
    </Sheet>
  );
}

/** Asks when the sheet is opened; a list that changes while it is read would be of no help. */
function Asked() {
  const [told, tell] = useState<GapList | string | null>(null);
  useEffect(() => {
    const closed = new AbortController();
    ask<GapList>('/api/gaps', { limit: String(MOST) }, closed.signal)
      .then((answer) => tell(answer.body))
      .catch((error: unknown) => closed.signal.aborted || tell(reason(error)));
    return () => closed.abort();
  }, []);
  if (told === null) {
    return <p aria-busy="true">Asking for the gaps</p>;
  }
  return typeof told === 'string' ? <p role="alert">{told}</p> : <List told={told} />;
}

function reason(error: unknown): string {
  return error instanceof Refusal ? visible(error.problem.detail) : 'The recorder does not answer. Close, and try again.';
}

function List({ told }: { readonly told: GapList }) {
  const { gaps, total } = told;
  if (gaps.length === 0) {
    return <p>There are no gaps.</p>;
  }
  return (
    <>
      {gaps.length < total && (
        <p>
          The newest {gaps.length} of {count(total)}.
        </p>
      )}
      <div class="gaps" tabIndex={0} role="region" aria-labelledby="gaps-title">
        <table>
          <thead>
            <tr>
              <th scope="col">from</th>
              <th scope="col">to</th>
              <th scope="col">cause</th>
              <th scope="col" class="number">
                ticks
              </th>
              <th scope="col">
                <span class="unseen">link</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {gaps.map((gap, index) => (
              <Line key={index} gap={gap} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Line({ gap }: { readonly gap: Gap }) {
  const words = gapWords(gap, recorderNow());
  return (
    <tr>
      <td>{words.from}</td>
      <td>
        {words.to} {words.length !== '' && <small>{words.length}</small>}
      </td>
      <td title={visible(gap.detail ?? '')}>
        {words.cause} {gap.stream !== 'processes' && <small>{visible(gap.stream)}</small>}
      </td>
      <td class="number">{words.ticks}</td>
      <td>{words.at !== null && <GoThere at={words.at} from={words.from} />}</td>
    </tr>
  );
}

/** A link, so that it can be copied or opened beside this page. */
function GoThere({ at, from }: { readonly at: string; readonly from: string }) {
  const visit = (event: MouseEvent) => {
    if (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      gapsShown.value = false;
      go({ at });
    }
  };
  return (
    <a href={location.pathname + write({ ...route.value, at })} aria-label={`go there: ${from}`} onClick={visit}>
      go there
    </a>
  );
}
