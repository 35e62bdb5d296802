import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';

export type RowVirtualizer = Virtualizer<HTMLDivElement, HTMLDivElement>;

/** Rows of one height in a scrolling element with a sticky head of the same height. */
export function useVirtualRows(count: number, height: number, scroller: RefObject<HTMLDivElement>): RowVirtualizer {
  const [, draw] = useReducer<number, void>((turn) => turn + 1, 0);
  const options = {
    count,
    estimateSize: () => height,
    getScrollElement: () => scroller.current,
    overscan: 12,
    scrollPaddingEnd: height,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => draw(),
  };
  const held = useRef<RowVirtualizer | null>(null);
  const virtualizer = (held.current ??= new Virtualizer<HTMLDivElement, HTMLDivElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return virtualizer;
}
