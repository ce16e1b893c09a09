import { Component, type ReactNode } from 'react';
import { texts } from '../texts.ts';
import { FaultNotice } from './fault-notice.tsx';

interface State {
  readonly thrown?: unknown;
}

/** Keeps the window alive where a screen cannot be shown: the others still can. */
export class ScreenBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = {};

  static getDerivedStateFromError(thrown: unknown): State {
    return { thrown };
  }

  override render(): ReactNode {
    const { thrown } = this.state;
    if (thrown === undefined) return this.props.children;
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    return (
      <div className="screen">
        <FaultNotice
          fault={{
            code: 'INTERNAL',
            message: `${texts.shell.screenFailed}: ${detail}`,
            remedy: texts.shell.screenFailedRemedy,
          }}
        />
      </div>
    );
  }
}
