import { Loader } from '@mantine/core';
import '@mantine/core/styles/Loader.css';
import { useEffect, useState } from 'react';
import { texts } from '../texts.ts';
import './loading.css';

const patience = 200;

/** That something is under way. What is there in a blink does not flash a wheel. */
export function Loading({ words = texts.common.loading }: { readonly words?: string }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patience);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="loading" role="status">
      {late && (
        <>
          <Loader size="sm" color="var(--accent)" />
          <span className="dim">{words}</span>
        </>
      )}
    </div>
  );
}
