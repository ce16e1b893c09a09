import { useEffect, useState } from 'react';

const rest = 180;

/** What was typed, once no key has followed for a moment. */
export function useRested(typed: string): string {
  const [rested, setRested] = useState(typed);
  useEffect(() => {
    if (typed === rested) return;
    const timer = setTimeout(() => setRested(typed), rest);
    return () => clearTimeout(timer);
  }, [typed, rested]);
  return rested;
}
