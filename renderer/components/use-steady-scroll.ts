import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

interface SteadyScroll {
  /** Rows that came above what is looked at and were not scrolled to yet. */
  readonly unseen: number;
  readonly toTop: () => void;
}

/**
 * Keeps what a person looks at in its place while rows come in above it. A list flows only while nobody is at it:
 * scrolled to its top, no row of it in sight chosen, and the pointer elsewhere.
 * @param above how many rows have come above so far
 * @param rowHeight in CSS pixels
 */
export function useSteadyScroll(
  scroller: RefObject<HTMLElement | null>,
  above: number,
  rowHeight: number,
  chosenInSight: boolean,
): SteadyScroll {
  const seen = useRef(above);
  // Rows that came have moved the chosen one already: what counts is where it was.
  const wasInSight = useRef(chosenInSight);
  const [unseen, setUnseen] = useState(0);
  useLayoutEffect(() => {
    const came = above - seen.current;
    seen.current = above;
    const element = scroller.current;
    if (came === 0 || !element) return;
    const held = element.scrollTop > 0 || wasInSight.current || element.matches(':hover');
    if (!held) return;
    element.scrollTop += came * rowHeight;
    setUnseen((before) => Math.max(0, before + came));
  }, [above, rowHeight, scroller]);
  useLayoutEffect(() => {
    wasInSight.current = chosenInSight;
  });
  useEffect(() => {
    const element = scroller.current;
    const onScroll = () => {
      if (element?.scrollTop === 0) setUnseen(0);
    };
    element?.addEventListener('scroll', onScroll, { passive: true });
    return () => element?.removeEventListener('scroll', onScroll);
  }, [scroller]);
  return { unseen, toTop: () => scroller.current?.scrollTo({ top: 0 }) };
}
