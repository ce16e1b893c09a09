import type { Bench } from '../bench-services.ts';
import { answerTreeValue } from '../inspect/tree-values.ts';

/** Large values that the page fetches from its own origin, where they do not go through its calls. */
export interface PageValues {
  /** Answers a request for a value; undefined for any other path. */
  answer(pathname: string): Response | undefined;
  /** Begins to answer, once the services are there. */
  serve(bench: Pick<Bench, 'inspection' | 'operators'>): void;
}

/** Before the services are there, there are no values. */
export function createPageValues(): PageValues {
  let source: Pick<Bench, 'inspection' | 'operators'> | undefined;
  return {
    answer(pathname) {
      if (source === undefined) return undefined;
      const { inspection, operators } = source;
      return answerTreeValue(inspection.trees, pathname, () => operators.require('technician'));
    },
    serve(bench) {
      source = bench;
    },
  };
}
