import type { ComponentChild } from 'preact';
import type { Range } from '../data/filter';
import { visible } from '../data/visible';

interface Props {
  readonly text: string;
  readonly marks?: readonly Range[];
}

/** Text that came from the host: hidden characters written out, matches marked, text nodes only. */
export function HostText({ text, marks = [] }: Props) {
  if (marks.length === 0) {
    return <bdi>{visible(text)}</bdi>;
  }
  const parts: ComponentChild[] = [];
  let done = 0;
  for (const [from, to] of marks) {
    parts.push(visible(text.slice(done, from)), <mark key={from}>{visible(text.slice(from, to))}</mark>);
    done = to;
  }
  parts.push(visible(text.slice(done)));
  return <bdi>{parts}</bdi>;
}
