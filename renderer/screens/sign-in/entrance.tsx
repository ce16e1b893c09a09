import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { Loading } from '../../components/loading.tsx';
import { noteTouches, useOperators, whoIn } from '../../stores/operators.ts';

const OpenVaultScreen = lazy(() => import('./open-vault-screen.tsx'));
const SignInScreen = lazy(() => import('./sign-in-screen.tsx'));

/** Stands before the window: nobody gets past whom main does not know. For each person it is a window of its own. */
export function Entrance({ children }: { readonly children: ReactNode }) {
  const standing = useOperators((state) => state.standing);
  useEffect(() => noteTouches(window), []);
  switch (standing.kind) {
    case 'asking':
    case 'failed':
      return children;
    case 'closed':
      return (
        <Suspense fallback={<Loading />}>
          <OpenVaultScreen />
        </Suspense>
      );
    case 'known':
      if (standing.state.kind === 'signedOut')
        return (
          <Suspense fallback={<Loading />}>
            <SignInScreen state={standing.state} />
          </Suspense>
        );
      return <Person key={whoIn(standing.state)}>{children}</Person>;
  }
}

/** Nothing that one person left open is there for the next. */
function Person({ children }: { readonly children: ReactNode }) {
  return children;
}
